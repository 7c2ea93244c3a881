#include "simulator.hpp"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <stdexcept>

#include <quern/plugin.h>

namespace quern::bm1684::test {
namespace {

const quern_plugin& plugin() {
  static const quern_plugin* loaded = [] {
    const char* folder = std::getenv("QUERN_TEST_PLUGINS");
    const std::string path = std::string(folder ? folder : "lib/quern") + "/quern-runtime-bm1684.so";
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) throw std::runtime_error(dlerror());
    using Entry = const quern_plugin* (*)();
    const auto entry = reinterpret_cast<Entry>(dlsym(library, QUERN_ENTRY_SYMBOL));
    if (!entry) throw std::runtime_error(path + " has no entry point");
    return entry();
  }();
  return *loaded;
}

void collect(void* context, const quern_diagnostic* d) {
  if (d->severity == QUERN_SEVERITY_NOTE) return;
  static_cast<Execution*>(context)->messages.push_back(std::string(d->where ? d->where : "") + ": " +
                                                       d->message);
}

void take_output(void* context, const quern_tensor* t) {
  Tensor tensor(DataType(t->data_type), Shape(t->dims, t->dims + t->rank));
  tensor.name = t->name;
  std::memcpy(const_cast<std::byte*>(tensor.blob.data()), t->data, t->size);
  static_cast<Execution*>(context)->outputs.push_back(std::move(tensor));
}

}  // namespace

Execution simulate(const std::filesystem::path& program, const std::vector<Tensor>& inputs) {
  const auto& runtime = *static_cast<const quern_runtime*>(plugin().functions);
  std::vector<quern_option_value> options;
  for (uint64_t i = 0; i < plugin().option_count; ++i) {
    const quern_option& option = plugin().options[i];
    options.push_back({option.name, std::strcmp(option.name, "check") == 0 ? "true" : option.default_value});
  }
  Execution result;
  const quern_host host{sizeof(quern_host), 1, &result, collect, nullptr};
  const std::string path = program.string();
  const quern_open_request request{
      sizeof(quern_open_request), 0, path.c_str(), nullptr, 0, options.data(), options.size()};
  quern_session* session = nullptr;
  if (runtime.open(&host, &request, &session) != QUERN_OK) return result;
  std::vector<quern_tensor> given;
  for (const Tensor& t : inputs)
    given.push_back({sizeof(quern_tensor), int32_t(t.type), t.name.c_str(), t.dims.data(), t.dims.size(),
                     t.blob.data(), t.byte_size()});
  const quern_tensor_sink sink{sizeof(quern_tensor_sink), &result, take_output};
  runtime.run(&host, session, given.data(), given.size(), &sink, nullptr);
  runtime.close(session);
  return result;
}

}  // namespace quern::bm1684::test
