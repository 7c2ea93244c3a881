#include "onnxruntime.hpp"

#include <cstdlib>
#include <dlfcn.h>

#include <quern/error.hpp>

namespace quern::bench {
namespace {

// ONNX Runtime's C API is a table of functions whose order is frozen; these are the places of those used
// here (API version 1).
enum Entry : size_t {
  GetErrorMessage = 2,
  CreateEnv = 3,
  CreateSession = 7,
  Run = 9,
  CreateSessionOptions = 10,
  SetSessionGraphOptimizationLevel = 23,
  SetIntraOpNumThreads = 24,
  CreateTensorWithDataAsOrtValue = 49,
  GetTensorMutableData = 51,
  GetTensorShapeElementCount = 64,
  GetTensorTypeAndShape = 65,
  CreateCpuMemoryInfo = 69,
};
constexpr uint32_t kApiVersion = 1;
constexpr int kAllOptimisations = 99, kFloat = 1, kWarning = 2;

struct ApiBase {
  void* const* (*get_api)(uint32_t version);
  const char* (*version)();
};

}  // namespace

struct OrtModel::State {
  void* const* api = nullptr;
  void *environment = nullptr, *session = nullptr, *memory = nullptr;

  template <class... Arguments>
  void call(Entry entry, Arguments... arguments) const {
    using Function = void* (*)(Arguments...);
    if (void* status = reinterpret_cast<Function>(api[entry])(arguments...))
      throw Error(QUERN_ERROR_INTERNAL,
                  reinterpret_cast<const char* (*)(void*)>(api[GetErrorMessage])(status));
  }
};

std::filesystem::path onnxruntime_library() {
  const char* path = std::getenv("QUERN_ORT_LIBRARY");
  return path ? path : "";
}

OrtModel::OrtModel(const std::filesystem::path& library, const std::filesystem::path& model, int threads)
    : state_(std::make_unique<State>()) {
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* base = handle ? ::dlsym(handle, "OrtGetApiBase") : nullptr;
  if (!base) throw Error(QUERN_ERROR_IO, "this is not the ONNX Runtime library", library.string());
  State& s = *state_;
  s.api = reinterpret_cast<const ApiBase* (*)()>(base)()->get_api(kApiVersion);
  s.call(CreateEnv, kWarning, "quern-bench", &s.environment);
  void* options = nullptr;
  s.call(CreateSessionOptions, &options);
  s.call(SetSessionGraphOptimizationLevel, options, kAllOptimisations);
  s.call(SetIntraOpNumThreads, options, threads);
  s.call(CreateSession, s.environment, model.c_str(), options, &s.session);
  s.call(CreateCpuMemoryInfo, 0, 0, &s.memory);
}

// The process ends after the measurement; ONNX Runtime's objects live as long.
OrtModel::~OrtModel() = default;

std::vector<float> OrtModel::run(const NamedTensors& inputs, const std::string& output) {
  const State& s = *state_;
  std::vector<const char*> names;
  std::vector<void*> values;
  for (const auto& [name, tensor] : inputs) {
    void* value = nullptr;
    void* data = const_cast<float*>(tensor.data<float>());
    s.call(CreateTensorWithDataAsOrtValue, s.memory, data, tensor.byte_size(), tensor.dims.data(),
           tensor.dims.size(), kFloat, &value);
    names.push_back(name.c_str());
    values.push_back(value);
  }
  const char* wanted = output.c_str();
  void *result = nullptr, *shape = nullptr, *data = nullptr;
  s.call(Run, s.session, static_cast<void*>(nullptr), names.data(), values.data(), values.size(), &wanted,
         size_t(1), &result);
  size_t count = 0;
  s.call(GetTensorTypeAndShape, result, &shape);
  s.call(GetTensorShapeElementCount, shape, &count);
  s.call(GetTensorMutableData, result, &data);
  const auto* floats = static_cast<const float*>(data);
  return {floats, floats + count};
}

}  // namespace quern::bench
