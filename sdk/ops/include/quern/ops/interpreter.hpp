// Executes whole graphs with the reference kernels, node by node. Slow and simple: for constant folding, for
// the bodies of If, Loop and Scan, and as the opinion that fast kernels are tested against.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <quern/ops/operator.hpp>

namespace quern::ops {

// Tensors by name; a subgraph sees the names of the graphs around it.
class Scope {
 public:
  explicit Scope(const Scope* outer = nullptr) : outer_(outer) {}
  // The tensor, or null where no enclosing graph has it.
  [[nodiscard]] const Tensor* find(const std::string& name) const;
  void set(const std::string& name, Tensor tensor) { tensors_.insert_or_assign(name, std::move(tensor)); }

 private:
  const Scope* outer_;
  std::unordered_map<std::string, Tensor> tensors_;
};

// Runs `graph` on `inputs` (in the order of graph.inputs) and returns its outputs in order.
// Throws Error naming the failing node.
std::vector<Tensor> interpret(const Graph& graph, const std::vector<Tensor>& inputs,
                              const Scope* outer = nullptr);

}  // namespace quern::ops
