// TensorFlow graphs to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

struct ConvertOptions {
  std::vector<Binding> inputs;       // shapes bound by the user; also of tensors inside of the graph
  std::vector<std::string> outputs;  // tensors to end at; empty: the signature's, or what nobody reads
  std::string signature = "serving_default";
  std::string constants;     // placeholders with fixed values: "is_training=false,keep_prob=1"
  bool nchw_inputs = true;   // images come in with channels second, else in the source's order
  bool nchw_outputs = true;  // images that the network makes with channels second go out so
};

// Reads and converts the model among `files`. Throws Error; unsupported operators are reported to the host
// first.
Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host);

// Converts a graph that is in memory; `where` names it in messages.
Model convert_graph(SourceGraph graph, const ConvertOptions& options, const Host& host,
                    const std::string& where);

}  // namespace quern::frontend::tensorflow
