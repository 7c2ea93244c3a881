#include "plugins/runtime_session.hpp"

#include <cstring>
#include <functional>

#include "plugins/host_call.hpp"

namespace quern::plugins {
namespace {

// quern_tensor_sink that calls a function; what the function throws, `call` rethrows.
class TensorSink {
 public:
  TensorSink(HostCall& call, std::function<void(const quern_tensor&)> body)
      : call_(call), body_(std::move(body)) {}
  TensorSink(const TensorSink&) = delete;
  TensorSink& operator=(const TensorSink&) = delete;

  [[nodiscard]] const quern_tensor_sink* sink() const { return &sink_; }

 private:
  static void on_add(void* context, const quern_tensor* tensor) {
    auto* self = static_cast<TensorSink*>(context);
    if (tensor) self->call_.guard([&] { self->body_(*tensor); });
  }

  HostCall& call_;
  std::function<void(const quern_tensor&)> body_;
  quern_tensor_sink sink_{sizeof(quern_tensor_sink), this, &on_add};
};

Shape shape_of(const quern_tensor& tensor) {
  constexpr uint64_t kLargestRank = 64;
  if (tensor.rank > kLargestRank)
    throw InputError("the runtime hands over a tensor of rank " + std::to_string(tensor.rank));
  return tensor.rank ? Shape(tensor.dims, tensor.dims + tensor.rank) : Shape();
}

Port to_port(const quern_tensor& tensor) {
  return {tensor.name ? tensor.name : "", DataType(tensor.data_type), shape_of(tensor)};
}

Tensor copy(const quern_tensor& tensor) {
  Tensor result(DataType(tensor.data_type), shape_of(tensor));
  result.name = tensor.name ? tensor.name : "";
  if (size_of(result.type) == 0 || result.byte_size() != tensor.size)
    throw InputError("the runtime hands over \"" + result.name + "\" with " + std::to_string(tensor.size) +
                     " bytes, which do not fit its type and shape");
  if (tensor.size > 0) std::memcpy(const_cast<std::byte*>(result.blob.data()), tensor.data, tensor.size);
  return result;
}

quern_tensor to_abi(const std::string& name, const Tensor& tensor) {
  return {sizeof(quern_tensor), int32_t(tensor.type), name.c_str(),      tensor.dims.data(),
          tensor.dims.size(),   tensor.blob.data(),   tensor.byte_size()};
}

}  // namespace

RuntimeSession::RuntimeSession(const Library& library, const OpenRequest& request)
    : library_(library), functions_(library.functions<quern_runtime>()), threads_(request.threads) {
  std::vector<const char*> observe;
  for (const std::string& name : request.observe) observe.push_back(name.c_str());
  const std::vector<quern_option_value> options = plugins::to_abi(request.options);
  const std::string artefact = request.artefact.string();
  const quern_open_request c{sizeof(quern_open_request),
                             request.unordered ? uint32_t(QUERN_OPEN_UNORDERED) : 0u,
                             artefact.c_str(),
                             observe.data(),
                             observe.size(),
                             options.data(),
                             options.size()};
  HostCall call(library_.label(), threads_);
  call.check(functions_.open(call.host(), &c, &session_));
  try {
    describe();
  } catch (...) {
    functions_.close(session_);
    throw;
  }
}

RuntimeSession::~RuntimeSession() { functions_.close(session_); }

void RuntimeSession::describe() {
  HostCall call(library_.label(), threads_);
  const TensorSink inputs(call, [&](const quern_tensor& t) { inputs_.push_back(to_port(t)); });
  const TensorSink outputs(call, [&](const quern_tensor& t) { outputs_.push_back(to_port(t)); });
  call.check(functions_.describe(session_, inputs.sink(), outputs.sink()));
}

NamedTensors RuntimeSession::run(const NamedTensors& inputs, const Observer& observer) {
  std::vector<quern_tensor> arguments;
  for (const auto& [name, tensor] : inputs) arguments.push_back(to_abi(name, tensor));
  NamedTensors results;
  HostCall call(library_.label(), threads_);
  const TensorSink outputs(call, [&](const quern_tensor& t) {
    Tensor tensor = copy(t);
    results.insert_or_assign(tensor.name, std::move(tensor));
  });
  const TensorSink observed(call, [&](const quern_tensor& t) { observer(t); });
  call.check(functions_.run(call.host(), session_, arguments.data(), arguments.size(), outputs.sink(),
                            observer ? observed.sink() : nullptr));
  return results;
}

}  // namespace quern::plugins
