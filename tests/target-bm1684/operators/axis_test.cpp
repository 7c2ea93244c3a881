// Reductions, softmax and normalisations.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

const std::vector<Shape> kShapes = {{1, 1, 1, 1}, {2, 70, 6, 5},  {5, 3, 9, 1},   {3, 1000},
                                    {2, 12, 65},  {1, 4, 33, 33}, {2, 3, 4, 5, 6}};

TEST(ReductionOnChip, OneAxis) {
  for (const char* op :
       {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare"})
    for (const Shape& shape : kShapes) {
      TestGraph g;
      const std::string x = g.input(shape);
      std::vector<std::string> outputs;
      for (size_t axis = 0; axis < shape.size(); ++axis)
        for (const int64_t keep : {0, 1}) {
          Node n = node(op, {x});
          if (n.is("ReduceSum"))
            n.inputs.push_back(g.list({int64_t(axis)}));
          else
            n.set("axes", Shape{int64_t(axis)});
          outputs.push_back(g.add(n.set("keepdims", keep)));
        }
      expect_on_chip(g.finish(outputs), op);
    }
}

TEST(ReductionOnChip, SeveralAxes) {
  TestGraph g;
  const std::string x = g.add("Relu", {g.input({3, 7, 9, 11})});
  std::vector<std::string> outputs;
  for (const Shape& axes :
       std::vector<Shape>{{2, 3}, {1, 2, 3}, {0, 2, 3}, {1, 3}, {0, 1, 2, 3}, {-1, -2}, {0, 2}})
    for (const char* op : {"ReduceMean", "ReduceMax", "ReduceProd"})
      outputs.push_back(g.add(node(op, {x}).set("axes", axes).set("keepdims", int64_t(0))));
  expect_on_chip(g.finish(outputs), "several axes");
}

TEST(ReductionOnChip, ReduceLogSum) {
  TestGraph g;
  const std::string y = g.add(node("ReduceLogSum", {g.input({3, 7, 9, 11})}).set("axes", Shape{2}));
  expect_on_chip(g.finish({y}), "ReduceLogSum", {.low = 0.1f, .high = 2});
}

TEST(ReductionOnChip, LargeImages) {
  TestGraph g;
  const std::string x = g.input({1, 2, 200, 260});
  const std::string y = g.add(node("ReduceMean", {x}).set("axes", Shape{2, 3}));
  expect_on_chip(g.finish({y}), "large", {.low = 0, .high = 2});
}

TEST(SoftmaxOnChip, EveryAxis) {
  for (const char* op : {"Softmax", "LogSoftmax"})
    for (const Shape& shape : kShapes)
      for (const float range : {1.0f, 60.0f}) {
        TestGraph g;
        const std::string x = g.input(shape);
        std::vector<std::string> outputs;
        for (int64_t axis = 0; axis < int64_t(shape.size()); ++axis)
          outputs.push_back(g.add(node(op, {x}).set("axis", axis)));
        expect_on_chip(g.finish(outputs), op, {.low = -range, .high = range});
      }
}

TEST(SoftmaxOnChip, Attention) {
  TestGraph g;
  const std::string x = g.input({3, 12, 100, 100});
  const std::string y = g.add(node("Softmax", {g.add("Mul", {x, g.floats({1})})}).set("axis", int64_t(-1)));
  expect_on_chip(g.finish({y}), "attention");
}

TEST(NormalisationOnChip, LayerNormalization) {
  for (const Shape& shape :
       std::vector<Shape>{{2, 5, 96}, {1, 197, 33}, {3, 70}, {2, 3, 4, 50}, {1, 7, 768}}) {
    TestGraph g;
    const std::string x = g.input(shape);
    const std::string y =
        g.add("LayerNormalization", {x, g.floats({shape.back()}), g.floats({shape.back()})});
    const std::string z = g.add("LayerNormalization", {x, g.floats({shape.back()})});
    expect_on_chip(g.finish({y, z}), to_string(shape), {.low = -1, .high = 2});
  }
}

TEST(NormalisationOnChip, LayerNormalizationOfSeveralAxes) {
  TestGraph g;
  const Shape inner{3, 4, 5};
  Node n = node("LayerNormalization", {g.input({2, 3, 4, 5}), g.floats(inner), g.floats(inner)});
  const std::string y = g.add(n.set("axis", int64_t(1)));
  expect_on_chip(g.finish({y}), "axes");
}

TEST(NormalisationOnChip, InstanceNormalization) {
  for (const Shape& shape :
       std::vector<Shape>{{2, 5, 9, 7}, {1, 70, 33, 20}, {3, 66, 40}, {1, 3, 150, 160}}) {
    TestGraph g;
    const std::string x = g.input(shape);
    const std::string y = g.add("InstanceNormalization", {x, g.floats({shape[1]}), g.floats({shape[1]})});
    expect_on_chip(g.finish({y}), to_string(shape), {.low = -1, .high = 2});
  }
}

TEST(NormalisationOnChip, GroupNormalizationAsItIsDecomposed) {
  TestGraph g;
  const std::string x = g.input({2, 24, 10, 7});
  const std::string grouped = g.add("Reshape", {x, g.list({2, 4, 420})});
  const std::string unit = g.add("InstanceNormalization", {grouped, g.floats({4}), g.floats({4})});
  const std::string back = g.add("Reshape", {unit, g.list({2, 24, 10, 7})});
  const std::string y = g.add("Add", {g.add("Mul", {back, g.floats({24, 1, 1})}), g.floats({24, 1, 1})});
  expect_on_chip(g.finish({y}), "group");
}

TEST(NormalisationOnChip, LpNormalization) {
  for (int64_t axis = 0; axis < 4; ++axis)
    for (const int64_t p : {1, 2}) {
      TestGraph g;
      const std::string x = g.add("Relu", {g.input({2, 70, 6, 5})});
      const std::string y = g.add(node("LpNormalization", {x}).set("axis", axis).set("p", p));
      expect_on_chip(g.finish({y}), "axis " + std::to_string(axis));
    }
}

TEST(NormalisationOnChip, Lrn) {
  for (const int64_t size : {1, 3, 4, 5}) {
    TestGraph g;
    Node n = node("LRN", {g.input({2, 70, 6, 5})});
    const std::string y = g.add(n.set("size", size).set("alpha", 0.3f).set("bias", 1.5f));
    expect_on_chip(g.finish({y}), "size " + std::to_string(size));
  }
}

}  // namespace
}  // namespace quern::bm1684::test
