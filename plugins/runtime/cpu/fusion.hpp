// Which nodes become one step: a convolution or matrix product and the elementwise nodes that follow it.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <quern/graph/index.hpp>

#include "inference.hpp"

namespace quern::cpu {

// A node together with those that are computed in the same step.
struct FusedNode {
  const Node* node = nullptr;
  std::vector<const Node*> tail;  // in order; each reads the result of the one before

  [[nodiscard]] const Node& last() const { return tail.empty() ? *node : *tail.back(); }
  [[nodiscard]] const std::string& output() const { return last().outputs[0]; }
};

// All nodes of the graph, grouped, in an order in which they can be executed. No tensor of `observed` is
// hidden inside a group.
std::vector<FusedNode> fuse(const Graph& graph, const TensorTypes& types,
                            const std::unordered_set<std::string>& observed);

}  // namespace quern::cpu
