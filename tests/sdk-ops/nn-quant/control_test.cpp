#include <gtest/gtest.h>

#include <quern/ops/control_flow.hpp>
#include <quern/ops/interpreter.hpp>

#include "run.hpp"

namespace quern::ops::test {
namespace {

ValueInfo value(const std::string& name, DataType type, Shape shape) {
  ValueInfo info;
  info.name = name;
  info.type = type;
  info.shape = std::move(shape);
  return info;
}

// Adds "step" (from the surrounding graph) to a running sum and hands the sum out in each iteration.
GraphPtr counting_body(bool data_dependent_condition) {
  auto body = std::make_shared<Graph>();
  body->inputs = {value("i", DataType::Int64, {}), value("go", DataType::Bool, {}),
                  value("sum", DataType::Float, {1})};
  body->nodes = {Node("Add", {"sum", "step"}, {"next"}), Node("Identity", {"next"}, {"scan"})};
  if (data_dependent_condition)
    body->nodes.push_back(Node("Less", {"next", "limit"}, {"again"}));
  else
    body->nodes.push_back(Node("Identity", {"go"}, {"again"}));
  body->outputs = {value("again", DataType::Bool, {}), value("next", DataType::Float, {1}),
                   value("scan", DataType::Float, {1})};
  return body;
}

Graph loop_graph(bool data_dependent_condition, bool with_trip_count) {
  Graph graph;
  graph.initializers["M"] = Tensor::scalar(int64_t{3});
  graph.initializers["step"] = Tensor::from(std::vector<float>{2});
  graph.initializers["limit"] = Tensor::from(std::vector<float>{7}, {});
  graph.inputs = {value("x", DataType::Float, {1})};
  Node node("Loop", {with_trip_count ? "M" : "", "", "x"}, {"last", "all"});
  node.set("body", counting_body(data_dependent_condition));
  graph.nodes = {node};
  graph.outputs = {value("last", DataType::Float, {1}), value("all", DataType::Float, {kUnknownDim, 1})};
  return graph;
}

TEST(Loop, SeesTheSurroundingGraphAndStacksItsResults) {
  const auto y = interpret(loop_graph(false, true), {Tensor::from(std::vector<float>{1})});
  EXPECT_EQ((std::vector<float>{7}), values<float>(y[0]));
  EXPECT_EQ((Shape{3, 1}), y[1].dims);
  EXPECT_EQ((std::vector<float>{3, 5, 7}), values<float>(y[1]));
}

TEST(Loop, InfersTheTripCountWhereItIsConstant) {
  const Graph graph = loop_graph(false, true);
  const Tensor trips = Tensor::scalar(int64_t{3});
  EXPECT_EQ(3, constant_trip_count(graph.nodes[0], &trips, nullptr));
  const auto outputs =
      infer(graph.nodes[0], {{DataType::Int64, Shape{}, &trips}, {}, {DataType::Float, Shape{1}, nullptr}});
  EXPECT_EQ((Shape{3, 1}), outputs[1].shape);
  const Graph dynamic = loop_graph(true, true);
  EXPECT_EQ(std::nullopt, constant_trip_count(dynamic.nodes[0], &trips, nullptr));
}

TEST(Loop, RefusesToRunForever) {
  EXPECT_THROW(constant_trip_count(loop_graph(false, false).nodes[0], nullptr, nullptr), InputError);
}

GraphPtr branch(const std::string& constant, const Tensor& tensor) {
  auto graph = std::make_shared<Graph>();
  graph->initializers[constant] = tensor;
  graph->outputs = {value(constant, tensor.type, tensor.dims)};
  return graph;
}

TEST(If, ShapesHoldWhereBothBranchesAgree) {
  Node node = make_node("If", 1);
  node.set("then_branch", branch("a", iota({2, 3})));
  node.set("else_branch", branch("b", iota({2, 4})));
  const auto open = infer(node, {{DataType::Bool, Shape{}, nullptr}});
  EXPECT_EQ((Shape{2, kUnknownDim}), open[0].shape);
  const Tensor no = Tensor::scalar(false);
  const auto known = infer(node, {{DataType::Bool, Shape{}, &no}});
  EXPECT_EQ((Shape{2, 4}), known[0].shape);
  EXPECT_EQ((Shape{2, 4}), run(node, {no})[0].dims);
  EXPECT_EQ((Shape{2, 3}), run(node, {Tensor::scalar(true)})[0].dims);
}

TEST(If, RefusesEndlessNesting) {
  GraphPtr inner = branch("a", iota({1}));
  for (int i = 0; i < 100; ++i) {
    auto outer = std::make_shared<Graph>();
    outer->initializers["yes"] = Tensor::scalar(true);
    Node node("If", {"yes"}, {"r"});
    node.set("then_branch", inner).set("else_branch", inner);
    outer->nodes = {node};
    outer->outputs = {value("r", DataType::Float, {1})};
    inner = outer;
  }
  try {
    interpret(*inner, {});
    FAIL() << "100 levels were accepted";
  } catch (const Error& e) {
    EXPECT_EQ(QUERN_ERROR_INPUT, e.status());
  }
}

TEST(Scan, RunsBackwardsAndPutsResultsWhereAsked) {
  auto body = std::make_shared<Graph>();
  body->inputs = {value("sum", DataType::Float, {2}), value("slice", DataType::Float, {2})};
  body->nodes = {Node("Add", {"sum", "slice"}, {"next"}), Node("Identity", {"next"}, {"out"})};
  body->outputs = {value("next", DataType::Float, {2}), value("out", DataType::Float, {2})};
  Node node = make_node("Scan", 2,
                        {integer("num_scan_inputs", 1), ints("scan_input_axes", {1}),
                         ints("scan_input_directions", {1}), ints("scan_output_axes", {-1})},
                        "", 2);
  node.set("body", GraphPtr(body));
  const Tensor start = Tensor::from(std::vector<float>{0, 0});
  const auto y = run(node, {start, iota({2, 3})});
  EXPECT_EQ((std::vector<float>{3, 12}), values<float>(y[0]));
  EXPECT_EQ((std::vector<float>{2, 3, 3, 5, 9, 12}), values<float>(y[1]));
}

}  // namespace
}  // namespace quern::ops::test
