// Small graphs, compiled for the chip, executed by the simulator in checking mode and compared with the
// reference kernels.
#pragma once

#include <random>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::bm1684::test {

// Builds canonical graphs; shapes are inferred as nodes are added.
class TestGraph {
 public:
  explicit TestGraph(unsigned seed = 1) : random_(seed) {}

  // A graph input.
  std::string input(const Shape& shape, DataType type = DataType::Float);
  std::string constant(Tensor tensor);
  // Random constants: a normal distribution, or all values of the integer type.
  std::string floats(const Shape& shape, float deviation = 1);
  std::string integers(const Shape& shape, DataType type);
  std::string int16s(const Shape& shape, int limit);
  // A constant list of int64.
  std::string list(const std::vector<int64_t>& values) { return constant(Tensor::from(values)); }

  // Adds a node and names its outputs, of which it has one unless it names more; returns the first.
  std::string add(Node node);
  std::string add(const std::string& op, const std::vector<std::string>& inputs) {
    return add(Node(op, inputs, {}));
  }

  [[nodiscard]] const Shape& shape(const std::string& tensor) const { return graph_.shape(tensor); }
  [[nodiscard]] DataType type(const std::string& tensor) const { return graph_.type(tensor); }

  // The graph with these outputs.
  Graph finish(const std::vector<std::string>& outputs);
  std::mt19937& random() { return random_; }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

 private:
  Graph graph_;
  std::mt19937 random_;
  int names_ = 0;
};

// A node whose outputs TestGraph names.
inline Node node(const std::string& op, const std::vector<std::string>& inputs,
                 const std::string& domain = {}) {
  return Node(op, inputs, {}, domain);
}

struct Expectation {
  float low = -3, high = 3;  // of float inputs, evenly distributed
  double tolerance = 1e-5;   // of floats, relative to the output's largest element; integers are exact
  int optimisation = 1;
};

// The whole graph must run on the chip, without findings of the checking mode, and give what the reference
// kernels give. Failures name `what`.
void expect_on_chip(const Graph& graph, const std::string& what, const Expectation& expectation = {});

// Why nodes of the graph stay with the host processor; empty: none does.
std::string host_reasons(const Graph& graph);

}  // namespace quern::bm1684::test
