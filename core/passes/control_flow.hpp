// Replaces If, Loop and Scan by the nodes of their bodies where conditions and trip counts are known.
#pragma once

#include <optional>
#include <vector>

#include <quern/graph/graph.hpp>

#include "passes/names.hpp"

namespace quern::passes {

class ControlFlow {
 public:
  // `graph` is complete at this moment: all its names count as taken.
  explicit ControlFlow(Graph& graph);
  // The nodes that do the work of `node`, with its outputs; constants they need are added to the graph. They
  // may hold control flow again. Nothing where `node` is something else or cannot be replaced.
  std::optional<std::vector<Node>> replace(const Node& node);

 private:
  std::optional<std::vector<Node>> inline_if(const Node& node);    // inline_if.cpp
  std::optional<std::vector<Node>> unroll_loop(const Node& node);  // unroll_loop.cpp
  std::optional<std::vector<Node>> unroll_scan(const Node& node);  // unroll_scan.cpp

  // Whether `count` copies of `body` may still be made; if so, they count as made.
  bool take_budget(int64_t count, const Graph& body);
  // Appends the nodes of `body` to `nodes`, with `arguments` as its inputs, and returns the names of its
  // outputs. Outputs that a node of the body makes take the names in `results`, as far as there are any.
  std::vector<std::string> copy_body(const Graph& body, const std::vector<std::string>& arguments,
                                     const Node& holder, std::vector<Node>& nodes,
                                     const std::vector<std::string>& results = {});
  std::string add_constant(const std::string& hint, Tensor tensor);
  // Joins the values of all iterations along a new axis 0.
  void stack_values(const std::vector<std::string>& values, const std::string& output, const Node& holder,
                    std::vector<Node>& nodes, int64_t axis = 0);

  Graph& graph_;
  Names names_;
  int64_t budget_;
};

}  // namespace quern::passes
