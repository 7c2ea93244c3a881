// Darknet networks to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

#include "ops/context.hpp"
#include "reader/files.hpp"

namespace quern::frontend::darknet {

struct ConvertOptions {
  Decoding decoding;
  std::vector<Binding> inputs;       // shapes bound by the user
  std::vector<std::string> outputs;  // tensors to end at; empty: the network's outputs
};

// Reads and converts a model, given as its files in any order. Throws Error; unsupported sections are
// reported to the host first.
Model convert_files(const std::vector<std::filesystem::path>& paths, const ConvertOptions& options,
                    const Host& host);

// Converts a model whose files are in memory.
Model convert_network(const Files& files, const ConvertOptions& options, const Host& host);

// The sections that are translated, sorted.
std::vector<std::string> supported_sections();

}  // namespace quern::frontend::darknet
