#include "harness.hpp"

#include <cstring>

#include "runtime.hpp"

namespace quern::bm1684::test {
namespace {

// A host that collects what it is told.
struct FakeHost {
  std::vector<std::string> messages;
  quern_host host{sizeof(quern_host), 2, this, &FakeHost::diagnostic, nullptr};

  static void diagnostic(void* context, const quern_diagnostic* d) {
    static_cast<FakeHost*>(context)->messages.push_back(std::to_string(d->severity) + " " +
                                                        (d->where ? d->where : "") + ": " + d->message);
  }
};

struct OptionList {
  explicit OptionList(const std::map<std::string, std::string>& options) {
    for (const quern_option& option : kOptions) {
      const auto it = options.find(option.name);
      values.push_back({option.name, it == options.end() ? option.default_value : it->second.c_str()});
    }
  }
  std::vector<quern_option_value> values;
};

quern_session* open(FakeHost& host, const std::string& path, const OptionList& options,
                    quern_status& status) {
  const quern_open_request request{
      sizeof(quern_open_request), 0, path.c_str(), nullptr, 0, options.values.data(), options.values.size()};
  quern_session* session = nullptr;
  status = kRuntime.open(&host.host, &request, &session);
  return session;
}

Tensor copy_of(const quern_tensor& t) {
  Tensor tensor(DataType(t.data_type), Shape(t.dims, t.dims + t.rank));
  tensor.name = t.name;
  if (t.data) std::memcpy(const_cast<std::byte*>(tensor.blob.data()), t.data, t.size);
  return tensor;
}

}  // namespace

bool RunResult::says(const std::string& part) const {
  for (const std::string& message : messages)
    if (message.find(part) != std::string::npos) return true;
  return false;
}

RunResult run_program(const std::filesystem::path& program, const std::map<std::string, Tensor>& inputs,
                      const std::map<std::string, std::string>& options) {
  FakeHost host;
  RunResult result;
  quern_session* session = open(host, program.string(), OptionList(options), result.status);
  if (session) {
    std::vector<quern_tensor> given;
    for (const auto& [name, tensor] : inputs)
      given.push_back({sizeof(quern_tensor), int32_t(tensor.type), name.c_str(), tensor.dims.data(),
                       tensor.dims.size(), tensor.blob.data(), tensor.byte_size()});
    const quern_tensor_sink sink{sizeof(quern_tensor_sink), &result,
                                 [](void* context, const quern_tensor* t) {
                                   static_cast<RunResult*>(context)->outputs[t->name] = copy_of(*t);
                                 }};
    result.status = kRuntime.run(&host.host, session, given.data(), given.size(), &sink, nullptr);
    kRuntime.close(session);
  }
  result.messages = host.messages;
  return result;
}

Description describe_program(const std::filesystem::path& program,
                             const std::map<std::string, std::string>& options) {
  FakeHost host;
  quern_status status = QUERN_OK;
  quern_session* session = open(host, program.string(), OptionList(options), status);
  Description description;
  if (!session) return description;
  const auto add = [](void* context, const quern_tensor* t) {
    Tensor tensor;
    tensor.name = t->name;
    tensor.type = DataType(t->data_type);
    tensor.dims.assign(t->dims, t->dims + t->rank);
    static_cast<std::vector<Tensor>*>(context)->push_back(tensor);
  };
  const quern_tensor_sink inputs{sizeof(quern_tensor_sink), &description.inputs, add};
  const quern_tensor_sink outputs{sizeof(quern_tensor_sink), &description.outputs, add};
  kRuntime.describe(session, &inputs, &outputs);
  kRuntime.close(session);
  return description;
}

}  // namespace quern::bm1684::test
