// `quern info` for ONNX models.
#pragma once

#include <string>

namespace quern::command {

// Prints inputs, outputs, operators, parameters and multiply-accumulates. Throws Error.
void print_model(const std::string& file);

}  // namespace quern::command
