// ONNX Runtime as a peer to measure beside: its shared library, loaded at run time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugins/session.hpp"

namespace quern::bench {

// libonnxruntime.so found through QUERN_ORT_LIBRARY; empty where it is not set.
std::filesystem::path onnxruntime_library();

// A model opened by ONNX Runtime with all graph optimisations, sequential execution.
class OrtModel {
 public:
  // Throws Error with ONNX Runtime's message.
  OrtModel(const std::filesystem::path& library, const std::filesystem::path& model, int threads);
  ~OrtModel();
  OrtModel(const OrtModel&) = delete;
  OrtModel& operator=(const OrtModel&) = delete;

  // Runs once and returns the first output as floats. All inputs are float32.
  std::vector<float> run(const NamedTensors& inputs, const std::string& output);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quern::bench
