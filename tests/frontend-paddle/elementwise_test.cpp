// Arithmetic, comparisons and products of two tensors.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

struct Case {
  std::string type;
  std::function<double(double, double)> formula;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.type; }

class Elementwise : public testing::TestWithParam<Case> {};

TEST_P(Elementwise, OfEqualShapes) {
  const Tensor x = sample({3, 5, 7}, 1), y = sample({3, 5, 7}, 2);
  expect_tensor(run_binary(GetParam().type, x, y), x.dims, computed(x.dims, [&](const Shape& i) {
                  return GetParam().formula(double(at(x, i)), double(at(y, i)));
                }));
}

TEST_P(Elementwise, WithTheShorterOneAlignedAtAnAxis) {
  const Tensor x = sample({2, 3, 4, 5}, 3), y = sample({3, 4}, 4);
  expect_tensor(run_binary(GetParam().type, x, y, {{"axis", 1}}), x.dims,
                computed(x.dims, [&](const Shape& i) {
                  return GetParam().formula(double(at(x, i)), double(at(y, {i[1], i[2]})));
                }));
}

INSTANTIATE_TEST_SUITE_P(
    Arithmetic, Elementwise,
    testing::Values(Case{"elementwise_add", [](double a, double b) { return a + b; }},
                    Case{"elementwise_sub", [](double a, double b) { return a - b; }},
                    Case{"elementwise_mul", [](double a, double b) { return a * b; }},
                    Case{"elementwise_div", [](double a, double b) { return a / b; }},
                    Case{"elementwise_max", [](double a, double b) { return std::max(a, b); }},
                    Case{"elementwise_min", [](double a, double b) { return std::min(a, b); }},
                    Case{"elementwise_mod", [](double a, double b) { return a - b * std::floor(a / b); }},
                    Case{"elementwise_floordiv", [](double a, double b) { return std::floor(a / b); }}));

TEST(ElementwiseBroadcast, IgnoresTrailingOnesAndWorksBothWays) {
  const Tensor x = sample({2, 3, 4, 5}, 1), y = sample({3, 1, 1}, 2), last = sample({5}, 3);
  const auto channel = computed(x.dims, [&](const Shape& i) { return at(x, i) * at(y, {i[1], 0, 0}); });
  expect_near(run_binary("elementwise_mul", x, y, {{"axis", 1}}), channel);
  // One trailing axis too many: it has size 1 and does not count.
  const Tensor wide = y.reshaped({3, 1, 1, 1});
  expect_near(run_binary("elementwise_mul", x, wide, {{"axis", 1}}), channel);
  expect_near(run_binary("elementwise_add", last, x, {{"axis", -1}}),
              computed(x.dims, [&](const Shape& i) { return at(last, {i[3]}) + at(x, i); }));
  const Tensor rows = sample({3, 4}, 4);
  expect_near(run_binary("elementwise_sub", rows, x, {{"axis", 1}}), computed(x.dims, [&](const Shape& i) {
                return at(rows, {i[1], i[2]}) - at(x, i);
              }));
}

TEST(ElementwiseBroadcast, RefusesWhatDoesNotFit) {
  const std::string error = error_of([] {
    run_binary("elementwise_add", sample({2, 3, 4}), sample({3, 4}), {{"axis", 2}});
  });
  EXPECT_THAT(error, testing::HasSubstr("cannot meet"));
}

TEST(ElementwiseIntegers, RoundTowardsMinusInfinity) {
  const Tensor x = Tensor::from<int64_t>({7, -7, 7, -7}), y = Tensor::from<int64_t>({2, 2, -2, -2});
  EXPECT_EQ(run_binary("elementwise_floordiv", x, y).to_int64(), (std::vector<int64_t>{3, -4, -4, 3}));
  EXPECT_EQ(run_binary("elementwise_mod", x, y).to_int64(), (std::vector<int64_t>{1, 1, -1, -1}));
}

TEST(ElementwiseTypes, BecomeTheWiderOne) {
  const Tensor y =
      run_binary("elementwise_add", Tensor::from<int32_t>({1, 2}), Tensor::from<float>({0.5f, 0.25f}));
  EXPECT_EQ(y.type, DataType::Float);
  expect_near(y, {1.5f, 2.25f});
  EXPECT_EQ(run_binary("elementwise_mul", Tensor::from<int32_t>({3}), Tensor::from<int64_t>({4})).type,
            DataType::Int64);
}

TEST(ElementwisePow, OfPositiveNumbers) {
  Tensor x = sample({4, 3}, 1);
  for (int64_t i = 0; i < 12; ++i) x.mutable_data<float>()[i] += 2.5f;
  const Tensor y = sample({4, 3}, 2);
  expect_near(run_binary("elementwise_pow", x, y),
              computed(x.dims, [&](const Shape& i) { return std::pow(double(at(x, i)), double(at(y, i))); }),
              1e-4f);
}

TEST(FusedElementwise, AppliesItsActivation) {
  const Tensor y = run_binary("fused_elementwise_add", Tensor::from<float>({-3, 1}),
                              Tensor::from<float>({1, 1}), {{"fuse_activation", std::string("relu")}});
  expect_near(y, {0, 2});
}

TEST(Sum, OfSeveralTensors) {
  const Tensor x = sample({2, 3}, 1), y = sample({2, 3}, 2), z = sample({2, 3}, 3);
  ProgramBuilder program;
  program.input("a", {2, 3}).input("b", {2, 3}).input("c", {2, 3});
  program.op("sum", {{"X", {"a", "b", "c"}}}, {{"Out", {"s"}}}).output("s");
  expect_near(run(program, {x, y, z}),
              computed(x.dims, [&](const Shape& i) { return at(x, i) + at(y, i) + at(z, i); }));
}

class Comparison : public testing::TestWithParam<Case> {};

TEST_P(Comparison, OfNumbers) {
  const Tensor x = Tensor::from<float>({1, 2, 3, 2}), y = Tensor::from<float>({2, 2, 2, -1});
  const Tensor z = run_binary(GetParam().type, x, y);
  EXPECT_EQ(z.type, DataType::Bool);
  expect_near(z, computed({4}, [&](const Shape& i) {
                return GetParam().formula(double(at(x, i)), double(at(y, i)));
              }));
}

INSTANTIATE_TEST_SUITE_P(All, Comparison,
                         testing::Values(Case{"equal", [](double a, double b) { return a == b; }},
                                         Case{"not_equal", [](double a, double b) { return a != b; }},
                                         Case{"less_than", [](double a, double b) { return a < b; }},
                                         Case{"less_equal", [](double a, double b) { return a <= b; }},
                                         Case{"greater_than", [](double a, double b) { return a > b; }},
                                         Case{"greater_equal", [](double a, double b) { return a >= b; }}));

TEST(Logical, CountsWhatIsNotZeroAsTrue) {
  const Tensor x = Tensor::from<bool>({false, true, false, true}),
               y = Tensor::from<bool>({false, false, true, true});
  const auto truth = [&](const std::string& type) { return run_binary(type, x, y).to_int64(); };
  EXPECT_EQ(truth("logical_and"), (std::vector<int64_t>{0, 0, 0, 1}));
  EXPECT_EQ(truth("logical_or"), (std::vector<int64_t>{0, 1, 1, 1}));
  EXPECT_EQ(truth("logical_xor"), (std::vector<int64_t>{0, 1, 1, 0}));
  EXPECT_EQ(truth("bitwise_and"), (std::vector<int64_t>{0, 0, 0, 1}));
  EXPECT_EQ(run_unary("logical_not", x).to_int64(), (std::vector<int64_t>{1, 0, 1, 0}));
  EXPECT_EQ(run_binary("logical_and", Tensor::from<float>({0, 2}), Tensor::from<float>({1, 1})).to_int64(),
            (std::vector<int64_t>{0, 1}));
}

// ---- Products
// ---------------------------------------------------------------------------------------------

// [.., M, K] by [.., K, N] of equal leading axes.
std::vector<float> product(const Tensor& x, const Tensor& y) {
  Shape shape = x.dims;
  const int64_t inner = shape.back();
  shape.back() = y.dims.back();
  return computed(shape, [&](const Shape& i) {
    double sum = 0;
    Shape a = i, b = i;
    for (int64_t k = 0; k < inner; ++k) {
      a.back() = k;
      b[b.size() - 2] = k;
      sum += double(at(x, a)) * double(at(y, b));
    }
    return sum;
  });
}

Tensor transposed(const Tensor& x) {
  Shape shape = x.dims;
  std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  return Tensor::from(computed(shape,
                               [&](const Shape& i) {
                                 Shape k = i;
                                 std::swap(k[k.size() - 1], k[k.size() - 2]);
                                 return at(x, k);
                               }),
                      shape);
}

TEST(Matmul, TransposesEitherSide) {
  const Tensor x = sample({2, 3, 4, 5}, 1), y = sample({2, 3, 5, 7}, 2);
  const std::vector<float> expected = product(x, y);
  expect_tensor(run_binary("matmul_v2", x, y), {2, 3, 4, 7}, expected, 1e-4f);
  expect_near(run_binary("matmul_v2", transposed(x), y, {{"trans_x", true}}), expected, 1e-4f);
  expect_near(run_binary("matmul_v2", x, transposed(y), {{"trans_y", true}}), expected, 1e-4f);
  expect_near(run_binary("bmm", x.reshaped({6, 4, 5}), y.reshaped({6, 5, 7})), expected, 1e-4f);
}

TEST(Matmul, OfTheFirstGenerationScales) {
  const Tensor x = sample({3, 4}, 1), y = sample({5, 4}, 2);
  std::vector<float> expected = product(x, transposed(y));
  for (float& v : expected) v *= 0.125f;
  expect_near(run_binary("matmul", x, y, {{"transpose_Y", true}, {"alpha", 0.125f}}), expected, 1e-4f);
}

TEST(Matmul, OfVectorsIsAListOfOneWhereDeclaredSo) {
  ProgramBuilder program;
  program.input("x", {3}).input("y", {3}).declare("z", {1});
  program.op("matmul", {{"X", {"x"}}, {"Y", {"y"}}}, {{"Out", {"z"}}}).output("z");
  expect_tensor(run(program, {Tensor::from<float>({1, 2, 3}), Tensor::from<float>({4, 5, 6})}), {1}, {32});
}

TEST(Mul, FlattensBothSides) {
  const Tensor x = sample({2, 3, 4, 5}, 1), y = sample({4, 5, 2, 3}, 2);
  const Tensor z = run_binary("mul", x, y, {{"x_num_col_dims", 2}, {"y_num_col_dims", 2}});
  expect_tensor(z, {2, 3, 2, 3}, product(x.reshaped({6, 20}), y.reshaped({20, 6})), 1e-4f);
  const Tensor flat = run_binary("mul", x, sample({60, 7}, 3));
  expect_tensor(flat, {2, 7}, product(x.reshaped({2, 60}), sample({60, 7}, 3)), 1e-4f);
}

TEST(Fc, AddsItsBiasAndActivates) {
  const Tensor x = sample({2, 3, 4}, 1), w = sample({4, 5}, 2), b = sample({5}, 3);
  ProgramBuilder program;
  program.input("x", x.dims).parameter("w", w).parameter("b", b);
  program.op("fc", {{"Input", {"x"}}, {"W", {"w"}}, {"Bias", {"b"}}}, {{"Out", {"y"}}},
             {{"in_num_col_dims", 2}, {"activation_type", std::string("relu")}});
  program.output("y");
  std::vector<float> expected = product(x.reshaped({6, 4}), w);
  for (size_t i = 0; i < expected.size(); ++i)
    expected[i] = std::max(expected[i] + b.data<float>()[i % 5], 0.0f);
  expect_tensor(run(program, {x}), {2, 3, 5}, expected, 1e-4f);
}

TEST(Products, WithVectors) {
  const Tensor m = sample({3, 4}, 1), v = sample({4}, 2);
  ProgramBuilder program;
  program.input("m", {3, 4}).input("v", {4});
  program.op("mv", {{"X", {"m"}}, {"Vec", {"v"}}}, {{"Out", {"y"}}}).output("y");
  expect_tensor(run(program, {m, v}), {3}, product(m, v.reshaped({4, 1})));
  const Tensor a = sample({3, 4}, 5);
  expect_tensor(run_binary("dot", m, a), {3}, computed({3}, [&](const Shape& i) {
                  double sum = 0;
                  for (int64_t k = 0; k < 4; ++k) sum += double(at(m, {i[0], k})) * double(at(a, {i[0], k}));
                  return sum;
                }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
