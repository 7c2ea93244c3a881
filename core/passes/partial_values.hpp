// Shape arithmetic on values of which only some elements are known, as in Shape -> Slice -> Concat -> Reshape
// of a tensor with an unknown batch.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::passes {

class PartialValues {
 public:
  // Follows one node. Returns its output where all elements are known now.
  std::optional<Tensor> propagate(const Node& node, const Graph& graph);
  // The shape of the output of a Reshape, Expand or ConstantOfShape whose shape input is known in part.
  [[nodiscard]] std::optional<Shape> output_shape(const Node& node, const Graph& graph) const;

 private:
  struct Value {
    Tensor elements;  // int64; 1 where not known
    Tensor unknown;   // int64, same shape; not 0 where not known
  };
  [[nodiscard]] std::optional<Value> find(const std::string& tensor, const Graph& graph) const;
  [[nodiscard]] std::optional<Value> follow(const Node& node, const Graph& graph) const;

  std::unordered_map<std::string, Value> values_;
};

}  // namespace quern::passes
