// Paddle programs to ONNX opset 17.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>
#include <quern/graph/graph.hpp>
#include <quern/host.hpp>

#include "model/program.hpp"

namespace quern::frontend::paddle {

struct ConvertOptions {
  std::vector<Binding> inputs;       // shapes bound by the user
  std::vector<std::string> outputs;  // variables to end at; empty: the program's outputs
};

// Reads and converts a model: a folder, or files in any order. Throws Error; unsupported operators are
// reported to the host first.
Model convert_files(const std::vector<std::filesystem::path>& files, const ConvertOptions& options,
                    const Host& host);

// Converts a program that is in memory; `where` names it in messages.
Model convert_program(const Program& program, Parameters parameters, const ConvertOptions& options,
                      const Host& host, const std::string& where);

// The operators of Paddle that are translated.
std::vector<std::string> supported_operators();

}  // namespace quern::frontend::paddle
