// Type and shape of every tensor of a graph before it is planned.
#pragma once

#include <string>
#include <unordered_map>

#include <quern/graph/graph.hpp>

namespace quern::cpu {

struct TensorType {
  DataType type = DataType::Undefined;
  Shape shape;             // meaningful where is_static
  bool is_static = false;  // false: only the run knows the shape
  bool is_proven = false;  // false: the shape is what the model claims; nothing may rely on it unchecked
};

using TensorTypes = std::unordered_map<std::string, TensorType>;

// What the operators' own shape inference says, and what the model declares where that is silent. Throws
// InputError where the two contradict each other.
TensorTypes infer_types(const Graph& graph);

}  // namespace quern::cpu
