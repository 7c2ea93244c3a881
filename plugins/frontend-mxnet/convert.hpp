// MXNet symbols and parameters to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

struct ConvertOptions {
  std::vector<Binding> inputs;       // shapes bound by the user: symbols have none
  std::vector<std::string> outputs;  // tensors to end at; empty: the symbol's heads
};

// Reads and converts a -symbol.json and its .params, in any order. Throws Error; unsupported operators are
// reported to the host first.
Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host);

// Converts a model that is in memory; `where` names it in messages.
Model convert_model(Symbol symbol, Parameters parameters, const ConvertOptions& options, const Host& host,
                    const std::string& where);

}  // namespace quern::frontend::mxnet
