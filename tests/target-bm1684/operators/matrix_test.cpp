// Products of two activations, constant left sides, and every form of Gemm.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

TEST(MatrixProductOnChip, TwoActivations) {
  struct Case {
    Shape a, b;
  };
  for (const Case& c : std::vector<Case>{{{1, 1}, {1, 1}},
                                         {{5, 70}, {70, 33}},
                                         {{2, 3, 17, 64}, {2, 3, 64, 17}},
                                         {{3, 17, 29}, {1, 29, 5}},
                                         {{2, 1, 4, 31}, {3, 31, 2}},
                                         {{197, 197}, {197, 64}},
                                         {{7}, {7, 3}},
                                         {{2, 5, 7}, {7}},
                                         {{500, 40}, {40, 1100}},
                                         {{30, 2500}, {2500, 70}},
                                         {{20, 12}, {12, 4099}}}) {
    TestGraph g;
    const std::string y = g.add("MatMul", {g.input(c.a), g.input(c.b)});
    expect_on_chip(g.finish({y}), to_string(c.a) + to_string(c.b));
  }
}

TEST(MatrixProductOnChip, ConstantLeft) {
  TestGraph g;
  const std::string y = g.add("MatMul", {g.floats({2, 33, 20}), g.input({2, 20, 71})});
  expect_on_chip(g.finish({y}), "constant left");
}

TEST(MatrixProductOnChip, BatchOfConstants) {
  TestGraph g;
  const std::string y = g.add("MatMul", {g.input({2, 33, 20}), g.floats({2, 20, 71})});
  expect_on_chip(g.finish({y}), "constant right");
}

TEST(MatrixProductOnChip, Attention) {
  TestGraph g;
  const std::string q = g.input({2, 3, 50, 32}), k = g.input({2, 50, 3, 32}), v = g.input({2, 3, 50, 32});
  const std::string kt = g.add(node("Transpose", {k}).set("perm", Shape{0, 2, 3, 1}));
  const std::string scores = g.add("Mul", {g.add("MatMul", {q, kt}), g.constant(Tensor::scalar(0.1f))});
  const std::string y = g.add("MatMul", {g.add(node("Softmax", {scores}).set("axis", int64_t(-1))), v});
  expect_on_chip(g.finish({y}), "attention");
}

TEST(MatrixProductOnChip, GemmOfActivations) {
  for (const int64_t trans_a : {0, 1})
    for (const int64_t trans_b : {0, 1})
      for (const Shape& c : std::vector<Shape>{{}, {33}, {1}, {5, 1}, {5, 33}}) {
        TestGraph g;
        std::vector<std::string> inputs{g.input(trans_a ? Shape{70, 5} : Shape{5, 70}),
                                        g.input(trans_b ? Shape{33, 70} : Shape{70, 33})};
        if (!c.empty()) inputs.push_back(g.input(c));
        const std::string y = g.add(node("Gemm", inputs).set("transA", trans_a).set("transB", trans_b));
        expect_on_chip(g.finish({y}),
                       "transA " + std::to_string(trans_a) + " transB " + std::to_string(trans_b));
      }
}

TEST(MatrixProductOnChip, GemmWithAnUnusualBias) {
  TestGraph g;
  const std::string x = g.input({5, 70});
  const std::string y = g.add("Gemm", {x, g.floats({70, 33}), g.floats({5, 1})});
  const std::string z = g.add(node("Gemm", {x, g.floats({5, 33})}).set("transA", int64_t(1)));
  expect_on_chip(g.finish({y, z}), "bias");
}

// 4099 is prime: it cannot be channels times rows.
TEST(MatrixProductOnChip, ManyFeatures) {
  TestGraph g;
  const std::string y = g.add("Gemm", {g.input({2, 4099}), g.floats({4099, 12}), g.floats({12})});
  const std::string z = g.add("Gemm", {g.input({2, 12}), g.floats({12, 4099}), g.floats({4099})});
  expect_on_chip(g.finish({y, z}), "features");
}

}  // namespace
}  // namespace quern::bm1684::test
