// Caffe networks of all formats to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

#include "model/net.hpp"

namespace quern::frontend::caffe {

struct ConvertOptions {
  std::vector<Binding> inputs;       // shapes bound by the user; they replace those that the network declares
  std::vector<std::string> outputs;  // tensors to end at; empty: the network's outputs
};

// Reads and converts the files of one model, in any order. Throws Error; unsupported layers are reported to
// the host first.
Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host);

// Converts a network that is in memory; `where` names it in messages.
Model convert_net(Net net, const ConvertOptions& options, const Host& host, const std::string& where);

}  // namespace quern::frontend::caffe
