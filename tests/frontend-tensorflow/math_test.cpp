// Operators on elements, products, normalisations and reductions: small cases computed by hand or by formula.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

struct UnaryCase {
  const char* op;
  std::function<double(double)> formula;
};

TEST(Unary, FollowsItsFormula) {
  const std::vector<UnaryCase> cases = {
      {"Abs", [](double x) { return std::abs(x); }},
      {"Acos", [](double x) { return std::acos(x); }},
      {"Asin", [](double x) { return std::asin(x); }},
      {"Asinh", [](double x) { return std::asinh(x); }},
      {"Atan", [](double x) { return std::atan(x); }},
      {"Atanh", [](double x) { return std::atanh(x); }},
      {"Ceil", [](double x) { return std::ceil(x); }},
      {"Cos", [](double x) { return std::cos(x); }},
      {"Cosh", [](double x) { return std::cosh(x); }},
      {"Elu", [](double x) { return x > 0 ? x : std::expm1(x); }},
      {"Erf", [](double x) { return std::erf(x); }},
      {"Erfc", [](double x) { return std::erfc(x); }},
      {"Exp", [](double x) { return std::exp(x); }},
      {"Expm1", [](double x) { return std::expm1(x); }},
      {"Floor", [](double x) { return std::floor(x); }},
      {"Inv", [](double x) { return 1 / x; }},
      {"LeakyRelu", [](double x) { return x > 0 ? x : 0.2 * x; }},
      {"Log1p", [](double x) { return std::log1p(x); }},
      {"Neg", [](double x) { return -x; }},
      {"Reciprocal", [](double x) { return 1 / x; }},
      {"Relu", [](double x) { return std::max(x, 0.0); }},
      {"Relu6", [](double x) { return std::clamp(x, 0.0, 6.0); }},
      {"Rint", [](double x) { return std::nearbyint(x); }},
      {"Round", [](double x) { return std::nearbyint(x); }},
      {"Selu",
       [](double x) { return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543773 * std::expm1(x)); }},
      {"Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
      {"Sign", [](double x) { return x > 0 ? 1.0 : -1.0; }},
      {"Sin", [](double x) { return std::sin(x); }},
      {"Sinh", [](double x) { return std::sinh(x); }},
      {"Softplus", [](double x) { return std::log1p(std::exp(x)); }},
      {"Softsign", [](double x) { return x / (1 + std::abs(x)); }},
      {"Square", [](double x) { return x * x; }},
      {"Tan", [](double x) { return std::tan(x); }},
      {"Tanh", [](double x) { return std::tanh(x); }},
      {"Identity", [](double x) { return x; }},
      {"StopGradient", [](double x) { return x; }},
      {"Snapshot", [](double x) { return x; }},
      {"PreventGradient", [](double x) { return x; }},
      {"CheckNumerics", [](double x) { return x; }}};
  const Tensor x = noise({3, 5});
  for (const UnaryCase& c : cases) {
    SCOPED_TRACE(c.op);
    GraphBuilder g;
    g.placeholder("x", x.dims).add(c.op, "y", {"x"});
    Tensor expected(DataType::Float, x.dims);
    for (int64_t k = 0; k < x.count(); ++k)
      expected.mutable_data<float>()[k] = float(c.formula(x.data<float>()[k]));
    const Tensor y = run(g, {x});
    ASSERT_EQ(y.dims, expected.dims);
    for (int64_t k = 0; k < x.count(); ++k)
      ASSERT_NEAR(y.data<float>()[k], expected.data<float>()[k],
                  1e-5 + 1e-5 * std::abs(expected.data<float>()[k]));
  }
}

TEST(Unary, OfPositiveNumbers) {
  const Tensor x = floats({0.25f, 1, 4}, {3});
  for (const auto& [op, expected] : std::map<std::string, std::vector<float>>{
           {"Sqrt", {0.5f, 1, 2}}, {"Rsqrt", {2, 1, 0.5f}}, {"Log", {-1.3862944f, 0, 1.3862944f}}}) {
    GraphBuilder g;
    g.placeholder("x", {3}).add(op, "y", {"x"});
    expect_values(run(g, {x}), expected);
  }
}

TEST(Unary, Finiteness) {
  GraphBuilder g;
  g.placeholder("x", {3}).add("IsFinite", "y", {"x"}).add("IsNan", "n", {"x"}).add("IsInf", "i", {"x"});
  const auto results = run_all(g, {floats({1, INFINITY, NAN}, {3})});
  expect_values(results[0], {1, 0, 0});
  expect_values(results[1], {0, 0, 1});
  expect_values(results[2], {0, 1, 0});
}

struct BinaryCase {
  const char* op;
  std::vector<float> a, b, expected;
};

TEST(Binary, OnFloats) {
  const std::vector<BinaryCase> cases = {{"Add", {1, 2}, {3, 5}, {4, 7}},
                                         {"AddV2", {1, 2}, {3, 5}, {4, 7}},
                                         {"AddN", {1, 2}, {3, 5}, {4, 7}},
                                         {"Sub", {1, 2}, {3, 5}, {-2, -3}},
                                         {"Mul", {1, 2}, {3, 5}, {3, 10}},
                                         {"RealDiv", {1, 2}, {4, 5}, {0.25f, 0.4f}},
                                         {"Div", {1, 2}, {4, 5}, {0.25f, 0.4f}},
                                         {"Maximum", {1, 7}, {3, 5}, {3, 7}},
                                         {"Minimum", {1, 7}, {3, 5}, {1, 5}},
                                         {"Pow", {2, 9}, {3, 0.5f}, {8, 3}},
                                         {"SquaredDifference", {1, 7}, {3, 5}, {4, 4}},
                                         {"FloorDiv", {7, -7}, {2, 2}, {3, -4}},
                                         {"FloorMod", {7, -7}, {3, 3}, {1, 2}},
                                         {"Mod", {7, -7}, {3, 3}, {1, -1}},
                                         {"DivNoNan", {7, 1}, {2, 0}, {3.5f, 0}},
                                         {"Xdivy", {0, 3}, {0, 2}, {0, 1.5f}},
                                         {"Equal", {1, 2}, {1, 3}, {1, 0}},
                                         {"NotEqual", {1, 2}, {1, 3}, {0, 1}},
                                         {"Less", {1, 3}, {1, 4}, {0, 1}},
                                         {"LessEqual", {1, 5}, {1, 4}, {1, 0}},
                                         {"Greater", {1, 5}, {1, 4}, {0, 1}},
                                         {"GreaterEqual", {1, 3}, {1, 4}, {1, 0}}};
  for (const BinaryCase& c : cases) {
    SCOPED_TRACE(c.op);
    GraphBuilder g;
    g.placeholder("a", {2}).placeholder("b", {2}).add(c.op, "y", {"a", "b"});
    expect_values(run(g, {floats(c.a, {2}), floats(c.b, {2})}), c.expected);
  }
}

TEST(Binary, OnIntegers) {
  for (const auto& [op, expected] :
       std::map<std::string, std::vector<float>>{{"FloorDiv", {3, -4, -4, 3}},
                                                 {"FloorMod", {1, 1, -1, -1}},
                                                 {"TruncateDiv", {3, -3, -3, 3}},
                                                 {"TruncateMod", {1, -1, 1, -1}}}) {
    SCOPED_TRACE(op);
    GraphBuilder g;
    g.placeholder("a", {4}, Type::Int32).placeholder("b", {4}, Type::Int32).add(op, "y", {"a", "b"});
    expect_values(run(g, {Tensor::from<int32_t>({7, -7, 7, -7}), Tensor::from<int32_t>({2, 2, -2, -2})}),
                  expected);
  }
}

TEST(Binary, Logic) {
  GraphBuilder g;
  g.placeholder("a", {4}, Type::Bool).placeholder("b", {4}, Type::Bool);
  g.add("LogicalAnd", "and", {"a", "b"}).add("LogicalOr", "or", {"a", "b"}).add("LogicalNot", "not", {"a"});
  const auto r = run_all(
      g, {Tensor::from<bool>({true, true, false, false}), Tensor::from<bool>({true, false, true, false})});
  expect_values(r[0], {1, 0, 0, 0});
  expect_values(r[1], {1, 1, 1, 0});
  expect_values(r[2], {0, 0, 1, 1});
}

TEST(Products, TransposedMatrices) {
  const Tensor a = noise({2, 3}), b = noise({3, 4}, 2);
  GraphBuilder plain;
  plain.placeholder("a", {2, 3}).constant("b", b).add("MatMul", "y", {"a", "b"});
  const Tensor expected = run(plain, {a});
  GraphBuilder turned;
  turned.placeholder("a", {3, 2}).constant("b", permuted(b, {1, 0}));
  turned.add("MatMul", "y", {"a", "b"}, {truth("transpose_a", true), truth("transpose_b", true)});
  expect_near(run(turned, {permuted(a, {1, 0})}), expected);
}

TEST(Products, BatchesOfMatrices) {
  const Tensor a = noise({2, 2, 3}), b = noise({2, 4, 3}, 2);
  GraphBuilder g;
  g.placeholder("a", a.dims)
      .placeholder("b", b.dims)
      .add("BatchMatMulV2", "y", {"a", "b"}, {truth("adj_y", true)});
  const Tensor y = run(g, {a, b});
  ASSERT_EQ(y.dims, (Shape{2, 2, 4}));
  float sum = 0;
  for (int k = 0; k < 3; ++k) sum += a.data<float>()[9 + k] * b.data<float>()[12 + 6 + k];
  EXPECT_NEAR(y.data<float>()[12 + 2], sum, 1e-5f);
}

TEST(Normalisation, OfTheModelsStatistics) {
  for (const bool training : {false, true}) {
    GraphBuilder g;
    g.placeholder("x", {1, 2, 1, 2})
        .constant("scale", floats({2, 3}, {2}))
        .constant("offset", floats({1, -1}, {2}));
    g.constant("mean", floats({1, 2}, {2})).constant("variance", floats({4, 9}, {2}));
    g.add("FusedBatchNormV3", "y", {"x", "scale", "offset", "mean", "variance"},
          {f("epsilon", 0), truth("is_training", training)});
    const Tensor y = run(g, {floats({3, 5, 7, 9}, {1, 2, 1, 2})});
    // Means of the batch: 5 and 7, deviations 2 and 2.
    if (training)
      expect_values(y, {-1, -4, 3, 2});
    else
      expect_values(y, {3, 2, 7, 6});
  }
}

TEST(Normalisation, OverChannels) {
  GraphBuilder g;
  g.placeholder("x", {1, 1, 1, 4})
      .add("LRN", "y", {"x"}, {i("depth_radius", 1), f("alpha", 0.5f), f("beta", 1), f("bias", 2)});
  const auto formula = [](float x, float squares) { return x / (2 + 0.5f * squares); };
  expect_values(run(g, {floats({1, 2, 3, 4}, {1, 1, 1, 4})}),
                {formula(1, 5), formula(2, 14), formula(3, 29), formula(4, 25)});
}

TEST(Reductions, AllKinds) {
  for (const auto& [op, expected] :
       std::map<std::string, std::vector<float>>{{"Mean", {2, 5}},
                                                 {"Sum", {6, 15}},
                                                 {"Max", {3, 6}},
                                                 {"Min", {1, 4}},
                                                 {"Prod", {6, 120}},
                                                 {"EuclideanNorm", {3.7416574f, 8.7749644f}}}) {
    SCOPED_TRACE(op);
    GraphBuilder g;
    g.placeholder("x", {2, 3}).constant("axes", -1).add(op, "y", {"x", "axes"});
    expect_values(run(g, {floats({1, 2, 3, 4, 5, 6}, {2, 3})}), expected);
  }
}

TEST(Reductions, OfTruthAndSquares) {
  GraphBuilder g;
  g.placeholder("x", {2, 2}, Type::Bool)
      .constant("axes", {1})
      .add("All", "all", {"x", "axes"})
      .add("Any", "any", {"x", "axes"});
  const auto r = run_all(g, {Tensor::from<bool>({true, false, true, true}, {2, 2})});
  EXPECT_EQ(r[0].type, DataType::Bool);
  expect_values(r[0], {0, 1});
  expect_values(r[1], {1, 1});
  GraphBuilder loss;
  loss.placeholder("x", {3}).add("L2Loss", "y", {"x"});
  expect_values(run(loss, {floats({1, 2, 3}, {3})}), {7});
}

TEST(Indices, OfTheLargest) {
  GraphBuilder g;
  g.placeholder("x", {2, 3}).constant("axis", 1).constant("k", 2);
  g.add("ArgMax", "max", {"x", "axis"})
      .add("ArgMin", "min", {"x", "axis"}, {type("output_type", Type::Int32)});
  g.add("TopKV2", "top", {"x", "k"});
  const auto r = run_all(g, {floats({3, 9, 1, 4, 2, 8}, {2, 3})});
  ASSERT_EQ(r.size(), 4u);
  EXPECT_EQ(r[0].type, DataType::Int64);
  EXPECT_EQ(r[1].type, DataType::Int32);
  expect_values(r[0], {1, 2});
  expect_values(r[1], {2, 1});
  expect_values(r[2], {9, 3, 8, 4});
  EXPECT_EQ(r[3].type, DataType::Int32);
  expect_values(r[3], {1, 0, 2, 0});
}

TEST(Sums, EinsumCumsumOneHot) {
  GraphBuilder g;
  g.placeholder("x", {2, 3}).placeholder("i", {2}, Type::Int32).constant("axis", 1).constant("depth", 3);
  g.constant("on", Tensor::scalar(5.0f)).constant("off", Tensor::scalar(-1.0f));
  g.add("Einsum", "e", {"x", "x"}, {s("equation", "ab,cb->ac")}).add("Cumsum", "c", {"x", "axis"});
  g.add("OneHot", "o", {"i", "depth", "on", "off"});
  const auto r = run_all(g, {floats({1, 2, 3, 4, 5, 6}, {2, 3}), Tensor::from<int32_t>({2, 0})});
  expect_values(r[0], {14, 32, 32, 77});
  expect_values(r[1], {1, 3, 6, 4, 9, 15});
  expect_values(r[2], {-1, -1, 5, 5, -1, -1});
}

TEST(Choice, SelectAndClip) {
  GraphBuilder g;
  g.placeholder("c", {2}, Type::Bool).placeholder("x", {2, 2}).placeholder("y", {2, 2});
  g.constant("low", Tensor::scalar(2.0f)).constant("high", Tensor::scalar(6.0f));
  g.add("Select", "rows", {"c", "x", "y"}).add("SelectV2", "columns", {"c", "x", "y"});
  g.add("ClipByValue", "clipped", {"y", "low", "high"});
  const auto r = run_all(
      g, {Tensor::from<bool>({true, false}), floats({1, 2, 3, 4}, {2, 2}), floats({5, 6, 7, 0}, {2, 2})});
  expect_values(r[0], {1, 2, 7, 0});
  expect_values(r[1], {1, 6, 3, 0});
  expect_values(r[2], {5, 6, 6, 2});
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
