// A program as one list of operators with its inputs and outputs: what the steps behind the reader work on.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <quern/graph/graph.hpp>

#include "model/program.hpp"

namespace quern::frontend::paddle {

struct Network {
  std::vector<ValueInfo> inputs;                        // in the order of their feed columns
  std::vector<std::string> outputs;                     // in the order of their fetch columns
  std::vector<Op> ops;                                  // in the order of execution, without feed and fetch
  std::unordered_map<std::string, Variable> variables;  // of all blocks

  [[nodiscard]] bool is_parameter(const std::string& name) const {
    const auto it = variables.find(name);
    return it != variables.end() && it->second.is_persistable && it->second.kind == VariableKind::Tensor;
  }
};

// The main block. Inputs and outputs are those of its feed and fetch operators; where there are none, inputs
// are what is marked as fed or read without being made, outputs what is made and not read. 16-bit and 64-bit
// floats count as float32. Throws InputError where an input is no tensor or there is no output.
Network network_of(const Program& program);

// The element type that a tensor of the source model has here.
inline DataType converted_type(DataType type) {
  const bool is_float = type == DataType::Float16 || type == DataType::BFloat16 || type == DataType::Double;
  return is_float ? DataType::Float : type;
}

}  // namespace quern::frontend::paddle
