// Small graphs for the tests of passes: build one, apply a pass, compare what both compute.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <quern/graph/graph.hpp>

namespace quern::passes::test {

class GraphBuilder {
 public:
  GraphBuilder& input(const std::string& name, Shape shape, DataType type = DataType::Float);
  GraphBuilder& constant(const std::string& name, Tensor tensor);
  // A float constant with reproducible values between `low` and `high`.
  GraphBuilder& weights(const std::string& name, Shape shape, float low = -1, float high = 1);
  GraphBuilder& scalar(const std::string& name, float value);
  GraphBuilder& ints(const std::string& name, std::vector<int64_t> values);
  GraphBuilder& node(const std::string& op, std::vector<std::string> inputs, std::vector<std::string> outputs,
                     std::vector<Attribute> attributes = {});
  GraphBuilder& output(const std::string& name);
  [[nodiscard]] Graph build() const { return graph_; }
  [[nodiscard]] GraphPtr share() const { return std::make_shared<Graph>(graph_); }

 private:
  Graph graph_;
};

// Reproducible values: floats between `low` and `high`, small integers, alternating bools.
Tensor random_tensor(DataType type, const Shape& shape, float low = -3, float high = 3);

// Sorts and names the nodes of `graph`, infers shapes and applies the pass. Fails the test where inputs or
// outputs change their names, or the outputs differ by more than `tolerance` (relative to the largest value)
// on random inputs.
Graph transformed(const Graph& graph, const std::function<bool(Graph&)>& pass, double tolerance = 1e-6);
// The same for a pass that must leave the graph alone.
void expect_untouched(const Graph& graph, const std::function<bool(Graph&)>& pass);

// Runs both on the same random inputs and compares the outputs.
void expect_same_outputs(const Graph& before, const Graph& after, double tolerance);

// "stem7" for 7.
std::string numbered(const std::string& stem, int number);
// Operators in the order of the nodes, e.g. {"Conv", "quern.Silu"}.
std::vector<std::string> ops_of(const Graph& graph);
const Node& node_of(const Graph& graph, const std::string& op_type);

}  // namespace quern::passes::test
