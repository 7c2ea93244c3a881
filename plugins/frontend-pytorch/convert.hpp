// TorchScript archives to ONNX opset 17.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

namespace quern::frontend::pytorch {

struct ConvertOptions {
  std::string method = "forward";         // what is converted: "forward", or "layer1.0.forward" of a part
  bool simulate_quantisation = false;     // keep the rounding of quantised models instead of dropping it
  std::map<std::string, DataType> types;  // of inputs; float32 where none is given and the code needs none
  std::vector<Binding> inputs;            // shapes bound by the user
  std::vector<std::string> outputs;       // tensors to end at; empty: the model's outputs
};

// "ids=int64,mask=bool" to element types by input. Throws Error for types that do not exist.
std::map<std::string, DataType> parse_types(const std::string& text);

// Reads and converts a file. Throws Error; unsupported operators are reported to the host first.
Model convert_file(const std::filesystem::path& file, const ConvertOptions& options, const Host& host);

// Converts an archive that is in memory; `where` names it in messages.
Model convert_archive(const Blob& bytes, const ConvertOptions& options, const Host& host,
                      const std::string& where);

// Names of all operators that are translated, sorted.
std::vector<std::string> supported_operators();

}  // namespace quern::frontend::pytorch
