// Float functions of single elements.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

struct Range {
  float low, high;
};

void expect_function(const Node& n, const Range& range, double tolerance = 1e-5) {
  TestGraph g;
  std::vector<std::string> outputs;
  for (const Shape& shape : std::vector<Shape>{{1, 1, 1, 1}, {3, 67, 5, 7}, {2, 40, 33}, {5, 130}, {400}}) {
    Node made = n;
    made.inputs = {g.input(shape)};
    outputs.push_back(g.add(made));
  }
  expect_on_chip(g.finish(outputs), n.op_type + " up to " + std::to_string(range.high),
                 {.low = range.low, .high = range.high, .tolerance = tolerance});
}

TEST(FunctionOnChip, OfAnyNumber) {
  for (const char* op :
       {"Abs", "Ceil", "Celu", "Cos", "Elu", "Erf", "Floor", "HardSigmoid", "HardSwish", "Neg", "Round",
        "Selu", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Tanh", "ThresholdedRelu"})
    for (const Range range : {Range{-0.001f, 0.001f}, {-3, 3}, {-20, 20}, {-300, 300}})
      expect_function(node(op, {}), range);
}

TEST(FunctionOnChip, OfTheQuernDomain) {
  for (const Range range : {Range{-0.001f, 0.001f}, {-3, 3}, {-20, 20}, {-300, 300}}) {
    expect_function(node("Silu", {}, kQuernDomain), range);
    expect_function(node("Mish", {}, kQuernDomain), range);
    expect_function(node("Gelu", {}, kQuernDomain), range);
    expect_function(node("Gelu", {}, kQuernDomain).set("approximate", std::string("tanh")), range);
  }
}

TEST(FunctionOnChip, OfPositiveNumbers) {
  for (const char* op : {"Log", "Sqrt", "Reciprocal"})
    for (const Range range : {Range{1e-6f, 1e-4f}, {0.9f, 1.1f}, {0.1f, 3}, {1, 1e6f}})
      expect_function(node(op, {}), range);
  expect_function(node("Sqrt", {}), {0, 0});
}

// Results below the smallest normal number are 0 on the chip.
TEST(FunctionOnChip, Exp) {
  for (const Range range : {Range{-3, 3}, {-87, -80}, {-20, 20}, {80, 88}})
    expect_function(node("Exp", {}), range);
}

TEST(FunctionOnChip, WithAttributes) {
  expect_function(node("Elu", {}).set("alpha", 0.3f), {-5, 5});
  expect_function(node("Celu", {}).set("alpha", 0.3f), {-5, 5});
  expect_function(node("Selu", {}).set("alpha", 1.2f).set("gamma", 0.7f), {-5, 5});
  expect_function(node("HardSigmoid", {}).set("alpha", 0.3f).set("beta", 0.4f), {-5, 5});
  expect_function(node("ThresholdedRelu", {}).set("alpha", 0.3f), {-5, 5});
}

// Rounding is exact, also beyond the integers that a float counts singly.
TEST(FunctionOnChip, RoundingIsExact) {
  for (const char* op : {"Ceil", "Floor", "Round"})
    for (const Range range : {Range{-2.5f, 2.5f}, {-1e7f, 1e7f}, {-1e12f, 1e12f}, {4e6f, 9e6f}})
      expect_function(node(op, {}), range, 0);
}

TEST(FunctionOnChip, Pow) {
  for (const Range range : {Range{0.01f, 3}, {1, 100}}) {
    TestGraph g;
    const std::string x = g.input({2, 5, 7, 9});
    std::vector<std::string> outputs;
    for (const float p : {-2.0f, -1.0f, -0.5f, 0.0f, 0.5f, 1.0f, 2.0f, 3.0f, 7.0f, 0.3f, 2.4f, -1.7f})
      outputs.push_back(g.add("Pow", {x, g.constant(Tensor::scalar(p))}));
    expect_on_chip(g.finish(outputs), "Pow", {.low = range.low, .high = range.high});
  }
}

// Functions of what the chip has just made, and of pieces of tensors.
TEST(FunctionOnChip, BetweenLayers) {
  TestGraph g;
  const std::string x = g.input({2, 70, 40, 41});
  const std::string conv = g.add(node("Conv", {x, g.floats({66, 70, 3, 3}, 0.05f)})
                                     .set("kernel_shape", Shape{3, 3})
                                     .set("pads", Shape{1, 1, 1, 1}));
  const std::string s = g.add("Sigmoid", {conv});
  const std::string m = g.add("Mul", {conv, s});
  const std::string pool = g.add(node("MaxPool", {m}).set("kernel_shape", Shape{3, 3}));
  const std::string cut = g.add("Slice", {pool, g.list({1, 3}), g.list({40, 30}), g.list({1, 2})});
  const std::string y = g.add(node("Gelu", {cut}, kQuernDomain));
  expect_on_chip(g.finish({y, s}), "between layers");
}

}  // namespace
}  // namespace quern::bm1684::test
