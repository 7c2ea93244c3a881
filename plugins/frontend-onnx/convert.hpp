// ONNX of any supported opset to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::frontend::onnx {

struct ConvertOptions {
  bool strict = false;               // refuse versions that are newer than this frontend
  std::vector<Binding> inputs;       // shapes bound by the user
  std::vector<std::string> outputs;  // tensors to end at; empty: the model's outputs
};

// Reads and converts a model file. Throws Error; unsupported operators are reported to the host first.
Model convert_file(const std::filesystem::path& file, const ConvertOptions& options, const Host& host);

// Converts a model that is in memory; `where` names it in messages.
Model convert_model(Model model, const ConvertOptions& options, const Host& host, const std::string& where);

}  // namespace quern::frontend::onnx
