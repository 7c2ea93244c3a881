#include "passes/canonicalise.hpp"

#include <ctime>
#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Model model_of(const Graph& graph) {
  Model model;
  model.opsets[""] = kCanonicalOpset;
  model.graph = graph;
  return model;
}

Model canonical(const Graph& graph) {
  Model model = model_of(graph);
  std::vector<std::string> messages;
  canonicalise(model, [&](const Diagnostic& d) { messages.push_back(d.where + ": " + d.message); });
  EXPECT_THAT(messages, IsEmpty());
  return model;
}

// Conv -> BatchNormalization -> x * clip(x + 3, 0, 6) / 6 -> flatten by shape arithmetic -> MatMul -> Add.
Graph small_network() {
  return GraphBuilder()
      .input("x", {1, 3, 8, 8})
      .weights("w", {4, 3, 3, 3})
      .weights("gamma", {4}, 0.5f, 2)
      .weights("beta", {4})
      .weights("mean", {4})
      .weights("variance", {4}, 0.5f, 2)
      .scalar("three", 3)
      .scalar("zero", 0)
      .scalar("six", 6)
      .constant("first", Tensor::scalar<int64_t>(0))
      .ints("axes", {0})
      .ints("rest", {-1})
      .weights("fc", {64, 10})
      .weights("fc_bias", {10})
      .node("Conv", {"x", "w"}, {"conv"},
            {{"auto_pad", std::string("SAME_UPPER"), {}}, {"strides", std::vector<int64_t>{2, 2}, {}}})
      .node("BatchNormalization", {"conv", "gamma", "beta", "mean", "variance"}, {"bn"})
      .node("Add", {"bn", "three"}, {"plus"})
      .node("Clip", {"plus", "zero", "six"}, {"clipped"})
      .node("Mul", {"bn", "clipped"}, {"product"})
      .node("Div", {"product", "six"}, {"act"})
      .node("Shape", {"act"}, {"shape"})
      .node("Gather", {"shape", "first"}, {"batch"})
      .node("Unsqueeze", {"batch", "axes"}, {"batch_1"})
      .node("Concat", {"batch_1", "rest"}, {"target"}, {{"axis", int64_t(0), {}}})
      .node("Reshape", {"act", "target"}, {"flat"})
      .node("MatMul", {"flat", "fc"}, {"mm"})
      .node("Add", {"mm", "fc_bias"}, {"logits"})
      .node("Identity", {"logits"}, {"y"})
      .output("y")
      .build();
}

TEST(Canonicalise, ANetworkOfCommonSpellings) {
  const Model model = canonical(small_network());
  EXPECT_THAT(ops_of(model.graph), ElementsAre("Conv", "HardSwish", "Reshape", "Gemm"));
  EXPECT_EQ(model.graph.nodes[0].outputs[0], "bn");
  EXPECT_EQ(model.graph.nodes[3].outputs[0], "y");
  EXPECT_THAT(model.graph.initializers, SizeIs(5));  // weights and bias twice, the shape of the Reshape
  expect_same_outputs(small_network(), model.graph, 1e-5);
}

TEST(Canonicalise, IsStable) {
  const Model once = canonical(small_network());
  const Model twice = canonical(once.graph);
  EXPECT_EQ(ops_of(once.graph), ops_of(twice.graph));
  EXPECT_EQ(once.graph.initializers.size(), twice.graph.initializers.size());
}

TEST(Canonicalise, GivesQuernOperatorsABody) {
  const Model model = canonical(GraphBuilder()
                                    .input("x", {2})
                                    .node("Sigmoid", {"x"}, {"s"})
                                    .node("Mul", {"x", "s"}, {"y"})
                                    .output("y")
                                    .build());
  EXPECT_EQ(model.opsets.at(kQuernDomain), 1);
  ASSERT_THAT(model.functions, SizeIs(1));
  EXPECT_EQ(model.functions[0].name, "Silu");
}

// The body of every quern operator computes what its kernel computes.
TEST(Canonicalise, BodiesAgreeWithKernels) {
  const std::vector<std::pair<std::string, std::string>> operators = {
      {"Silu", ""}, {"Mish", ""}, {"Gelu", "none"}, {"Gelu", "tanh"}};
  for (const auto& [op, form] : operators) {
    Graph before = GraphBuilder().input("X", {50}).output("Y").build();
    Node node(op, {"X"}, {"Y"}, kQuernDomain);
    if (!form.empty()) node.set("approximate", form);
    before.nodes = {node};
    Model model = model_of(before);
    add_function_bodies(model, [](const Diagnostic&) {});
    ASSERT_THAT(model.functions, SizeIs(1));
    Graph body = before;
    body.nodes = model.functions[0].nodes;
    expect_same_outputs(before, body, 1e-6);
  }
}

TEST(Canonicalise, OutputsThatBecomeConstantOrEqualAnInputStayValid) {
  const Graph before = GraphBuilder()
                           .input("x", {2, 3})
                           .node("Shape", {"x"}, {"shape"})
                           .node("Identity", {"x"}, {"same"})
                           .output("shape")
                           .output("same")
                           .build();
  const Model model = canonical(before);
  EXPECT_THAT(ops_of(model.graph), ElementsAre("Identity", "Identity"));
  expect_same_outputs(before, model.graph, 0);
}

TEST(Canonicalise, FiveThousandNodesTakeWellUnderASecond) {
  GraphBuilder builder;
  builder.input("t0", {1, 4, 4, 4}).weights("w", {4, 4, 1, 1}).scalar("c", 2);
  for (int i = 0; i < 1000; ++i) {
    const std::string t = numbered("t", i);
    builder.node("Conv", {t, "w"}, {t + "c"})
        .node("Mul", {t + "c", "c"}, {t + "m"})
        .node("Sigmoid", {t + "m"}, {t + "s"})
        .node("Mul", {t + "m", t + "s"}, {t + "a"})
        .node("Identity", {t + "a"}, {numbered("t", i + 1)});
  }
  Model model = model_of(builder.output("t1000").build());
  const std::clock_t begin = std::clock();
  canonicalise(model, [](const Diagnostic&) {});
  EXPECT_THAT(model.graph.nodes, SizeIs(2000));
  // Ten times of what it takes, for slow machines and sanitizers.
  EXPECT_LT(double(std::clock() - begin) / CLOCKS_PER_SEC, 5.0);
}

}  // namespace
}  // namespace quern::passes::test
