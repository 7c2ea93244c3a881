#include "core-passes/support.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <utility>

#include <quern/ops/interpreter.hpp>

#include "passes/passes.hpp"

namespace quern::passes::test {

GraphBuilder& GraphBuilder::input(const std::string& name, Shape shape, DataType type) {
  ValueInfo value;
  value.name = name;
  value.type = type;
  value.shape = std::move(shape);
  graph_.inputs.push_back(value);
  graph_.values[name] = value;
  return *this;
}

GraphBuilder& GraphBuilder::constant(const std::string& name, Tensor tensor) {
  tensor.name = name;
  graph_.initializers[name] = std::move(tensor);
  return *this;
}

GraphBuilder& GraphBuilder::weights(const std::string& name, Shape shape, float low, float high) {
  return constant(name, random_tensor(DataType::Float, shape, low, high));
}

GraphBuilder& GraphBuilder::scalar(const std::string& name, float value) {
  return constant(name, Tensor::scalar(value));
}

GraphBuilder& GraphBuilder::ints(const std::string& name, std::vector<int64_t> values) {
  return constant(name, Tensor::from(values));
}

GraphBuilder& GraphBuilder::node(const std::string& op, std::vector<std::string> inputs,
                                 std::vector<std::string> outputs, std::vector<Attribute> attributes) {
  Node node(op, std::move(inputs), std::move(outputs));
  node.attributes = std::move(attributes);
  graph_.nodes.push_back(std::move(node));
  return *this;
}

GraphBuilder& GraphBuilder::output(const std::string& name) {
  ValueInfo value;
  value.name = name;
  graph_.outputs.push_back(value);
  return *this;
}

Tensor random_tensor(DataType type, const Shape& shape, float low, float high) {
  std::mt19937 random(uint32_t(element_count(shape)) + 17);
  Tensor tensor(type, shape);
  const auto uniform = [&] { return low + (high - low) * float(random() % 4096) / 4095.0f; };
  with_type(type, [&]<class T>() {
    for (size_t i = 0; i < size_t(tensor.count()); ++i)
      tensor.mutable_data<T>()[i] = std::is_integral_v<T> ? T(random() % 2) : T(uniform());
  });
  return tensor;
}

void expect_same_outputs(const Graph& before, const Graph& after, double tolerance) {
  ASSERT_EQ(before.inputs.size(), after.inputs.size());
  ASSERT_EQ(before.outputs.size(), after.outputs.size());
  std::vector<Tensor> inputs;
  for (size_t i = 0; i < before.inputs.size(); ++i) {
    EXPECT_EQ(before.inputs[i].name, after.inputs[i].name);
    inputs.push_back(random_tensor(before.inputs[i].type, *before.inputs[i].shape));
  }
  const std::vector<Tensor> expected = ops::interpret(before, inputs), actual = ops::interpret(after, inputs);
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(before.outputs[i].name, after.outputs[i].name);
    EXPECT_EQ(expected[i].type, actual[i].type);
    ASSERT_EQ(expected[i].dims, actual[i].dims) << before.outputs[i].name;
    const std::vector<float> a = expected[i].to_float(), b = actual[i].to_float();
    double largest = 0;
    for (const float f : a) largest = std::max(largest, std::abs(double(f)));
    for (size_t k = 0; k < a.size(); ++k)
      ASSERT_NEAR(double(a[k]), double(b[k]), tolerance * largest) << before.outputs[i].name << " at " << k;
  }
}

Graph transformed(const Graph& graph, const std::function<bool(Graph&)>& pass, double tolerance) {
  Graph before = graph;
  sort_nodes(before);
  name_nodes(before);
  infer_shapes(before);
  Graph after = before;
  EXPECT_TRUE(pass(after)) << "the pass says that nothing changed";
  expect_same_outputs(before, after, tolerance);
  for (const Node& node : after.nodes)
    for (const std::string& out : node.outputs)
      EXPECT_TRUE(out.empty() || after.value(out)) << "nothing is known about the shape of " << out;
  return after;
}

void expect_untouched(const Graph& graph, const std::function<bool(Graph&)>& pass) {
  Graph before = graph;
  sort_nodes(before);
  name_nodes(before);
  infer_shapes(before);
  Graph after = before;
  EXPECT_FALSE(pass(after));
  EXPECT_EQ(ops_of(before), ops_of(after));
}

std::string numbered(const std::string& stem, int number) { return stem + std::to_string(number); }

std::vector<std::string> ops_of(const Graph& graph) {
  std::vector<std::string> ops;
  for (const Node& node : graph.nodes)
    ops.push_back(node.domain.empty() ? node.op_type : node.domain + "." + node.op_type);
  return ops;
}

const Node& node_of(const Graph& graph, const std::string& op_type) {
  for (const Node& node : graph.nodes)
    if (node.op_type == op_type) return node;
  throw InputError("the graph has no node " + op_type);
}

}  // namespace quern::passes::test
