// Functions of single elements against the C library.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

struct Unary {
  std::string op;
  std::function<double(double)> expected;
  double low = -2, high = 2;  // where it is defined
  Texts attributes = {};
};
std::ostream& operator<<(std::ostream& out, const Unary& u) { return out << u.op; }

class UnaryOperators : public testing::TestWithParam<Unary> {};

TEST_P(UnaryOperators, GiveWhatTheLibraryGives) {
  const Unary& u = GetParam();
  const Array x = mapped(noise({2, 3, 5}), [&](double v) { return u.low + (v + 2) / 4 * (u.high - u.low); });
  expect_equal(run_layer(u.op, {x}, u.attributes), mapped(x, u.expected), 2e-5f);
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double softplus(double x) { return std::log1p(std::exp(x)); }
double sign(double x) { return double(x > 0) - double(x < 0); }
double gelu(double x) { return x / 2 * (1 + std::erf(x / std::sqrt(2.0))); }

INSTANTIATE_TEST_SUITE_P(
    Functions, UnaryOperators,
    testing::Values(
        Unary{"abs", [](double x) { return std::fabs(x); }}, Unary{"sign", sign},
        Unary{"ceil", [](double x) { return std::ceil(x); }},
        Unary{"floor", [](double x) { return std::floor(x); }},
        Unary{"trunc", [](double x) { return std::trunc(x); }},
        Unary{"fix", [](double x) { return std::trunc(x); }}, Unary{"square", [](double x) { return x * x; }},
        Unary{"sqrt", [](double x) { return std::sqrt(x); }, 0.1, 9},
        Unary{"rsqrt", [](double x) { return 1 / std::sqrt(x); }, 0.1, 9},
        Unary{"cbrt", [](double x) { return std::cbrt(x); }},
        Unary{"rcbrt", [](double x) { return 1 / std::cbrt(x); }, -2, -0.5},
        Unary{"exp", [](double x) { return std::exp(x); }},
        Unary{"expm1", [](double x) { return std::expm1(x); }},
        Unary{"log", [](double x) { return std::log(x); }, 0.1, 9},
        Unary{"log2", [](double x) { return std::log2(x); }, 0.1, 9},
        Unary{"log10", [](double x) { return std::log10(x); }, 0.1, 9},
        Unary{"log1p", [](double x) { return std::log1p(x); }, -0.5, 9},
        Unary{"sin", [](double x) { return std::sin(x); }},
        Unary{"cos", [](double x) { return std::cos(x); }},
        Unary{"tan", [](double x) { return std::tan(x); }, -1, 1},
        Unary{"arcsin", [](double x) { return std::asin(x); }, -0.9, 0.9},
        Unary{"arccos", [](double x) { return std::acos(x); }, -0.9, 0.9},
        Unary{"arctan", [](double x) { return std::atan(x); }},
        Unary{"sinh", [](double x) { return std::sinh(x); }},
        Unary{"cosh", [](double x) { return std::cosh(x); }},
        Unary{"tanh", [](double x) { return std::tanh(x); }},
        Unary{"arcsinh", [](double x) { return std::asinh(x); }},
        Unary{"arccosh", [](double x) { return std::acosh(x); }, 1.1, 4},
        Unary{"arctanh", [](double x) { return std::atanh(x); }, -0.9, 0.9},
        Unary{"degrees", [](double x) { return x * 180 / M_PI; }},
        Unary{"radians", [](double x) { return x * M_PI / 180; }},
        Unary{"reciprocal", [](double x) { return 1 / x; }, 0.2, 3},
        Unary{"negative", [](double x) { return -x; }}, Unary{"erf", [](double x) { return std::erf(x); }},
        Unary{"relu", [](double x) { return std::max(x, 0.0); }}, Unary{"sigmoid", sigmoid},
        Unary{"softsign", [](double x) { return x / (1 + std::fabs(x)); }},
        Unary{"log_sigmoid", [](double x) { return -softplus(-x); }, -30, 30},
        Unary{"mish", [](double x) { return x * std::tanh(softplus(x)); }},
        Unary{"hard_sigmoid", [](double x) { return std::min(1.0, std::max(0.0, 0.2 * x + 0.5)); }, -4, 4},
        Unary{"hard_sigmoid",
              [](double x) { return std::min(1.0, std::max(0.0, 0.3 * x + 0.4)); },
              -4,
              4,
              {{"alpha", "0.3"}, {"beta", "0.4"}}},
        Unary{"smooth_l1",
              [](double x) { return std::fabs(x) < 0.25 ? 2 * x * x : std::fabs(x) - 0.125; },
              -2,
              2,
              {{"scalar", "2"}}},
        Unary{"clip",
              [](double x) { return std::min(0.5, std::max(-1.0, x)); },
              -2,
              2,
              {{"a_min", "-1.0"}, {"a_max", "0.5"}}},
        Unary{"_contrib_quadratic",
              [](double x) { return 2 * x * x - x + 3; },
              -2,
              2,
              {{"a", "2"}, {"b", "-1"}, {"c", "3"}}},
        Unary{"_contrib_div_sqrt_dim", [](double x) { return x / std::sqrt(5.0); }},
        Unary{"logical_not", [](double x) { return double(x == 0); }},
        Unary{"Activation", sigmoid, -2, 2, {{"act_type", "sigmoid"}}},
        Unary{"Activation", [](double x) { return std::max(x, 0.0); }, -2, 2, {{"act_type", "relu"}}},
        Unary{"Activation", [](double x) { return std::tanh(x); }, -2, 2, {{"act_type", "tanh"}}},
        Unary{"Activation", softplus, -2, 2, {{"act_type", "softrelu"}}},
        Unary{
            "Activation", [](double x) { return x / (1 + std::fabs(x)); }, -2, 2, {{"act_type", "softsign"}}},
        Unary{"LeakyReLU", [](double x) { return x > 0 ? x : 0.25 * x; }},
        Unary{"LeakyReLU",
              [](double x) { return x > 0 ? x : 0.1 * x; },
              -2,
              2,
              {{"act_type", "leaky"}, {"slope", "0.1"}}},
        Unary{"LeakyReLU",
              [](double x) { return x > 0 ? x : 0.5 * std::expm1(x); },
              -2,
              2,
              {{"act_type", "elu"}, {"slope", "0.5"}}},
        Unary{"LeakyReLU",
              [](double x) { return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * std::expm1(x)); },
              -2,
              2,
              {{"act_type", "selu"}}},
        Unary{"LeakyReLU", gelu, -2, 2, {{"act_type", "gelu"}}},
        Unary{"LeakyReLU",
              [](double x) { return x > 0 ? x : 0.3 * x; },
              -2,
              2,
              {{"act_type", "rrelu"}, {"lower_bound", "0.2"}, {"upper_bound", "0.4"}}},
        Unary{"LogisticRegressionOutput", sigmoid},
        Unary{"LinearRegressionOutput", [](double x) { return x; }},
        Unary{"BlockGrad", [](double x) { return x; }}, Unary{"_copy", [](double x) { return x; }},
        Unary{"Dropout", [](double x) { return x; }, -2, 2, {{"p", "0.9"}}},
        Unary{"Cast", [](double x) { return std::trunc(x); }, -2, 2, {{"dtype", "int32"}}},
        Unary{"Cast", [](double x) { return x; }, -2, 2, {{"dtype", "float16"}}},
        Unary{"zeros_like", [](double) { return 0; }}, Unary{"ones_like", [](double) { return 1; }}));

// Halves decide: away from zero, or down.
TEST(Rounding, OfHalves) {
  const Array x({6}, {-1.5f, -0.5f, 0.4f, 0.5f, 1.5f, 2.5f});
  expect_equal(run_layer("round", {x}), Array({6}, {-2, -1, 0, 1, 2, 3}));
  expect_equal(run_layer("rint", {x}), Array({6}, {-2, -1, 0, 0, 1, 2}));
}

struct Pair {
  std::vector<std::string> names;  // with two tensors
  std::vector<std::string> scalar_names;
  std::function<double(double, double)> expected;
};
std::ostream& operator<<(std::ostream& out, const Pair& p) { return out << p.names.front(); }

double python_mod(double a, double b) { return a - std::floor(a / b) * b; }

class BinaryOperators : public testing::TestWithParam<Pair> {};

// Half of the elements are equal, so that comparisons see every case.
Array partner(const Array& a) {
  Array b = mapped(noise(a.dims, 7), [](double v) { return std::fabs(v) + 0.1; });
  for (size_t i = 0; i < b.values.size(); i += 2) b.values[i] = a.values[i];
  return b;
}

TEST_P(BinaryOperators, WithTwoTensors) {
  const Array a = mapped(noise({2, 3, 4}), [](double v) { return std::fabs(v) + 0.2; }), b = partner(a);
  const Array expected =
      computed(a.dims, [&](const Shape& p) { return GetParam().expected(double(a.at(p)), double(b.at(p))); });
  for (const std::string& name : GetParam().names) {
    SCOPED_TRACE(name);
    expect_equal(run_layer(name, {a, b}), expected);
  }
}

TEST_P(BinaryOperators, BroadcastAxesOfSize1) {
  const Array a = mapped(noise({2, 1, 4}), [](double v) { return std::fabs(v) + 0.2; }),
              b = mapped(noise({1, 3, 1}, 5), [](double v) { return std::fabs(v) + 0.2; });
  const Array expected = computed({2, 3, 4}, [&](const Shape& p) {
    return GetParam().expected(double(a.at({p[0], 0, p[2]})), double(b.at({0, p[1], 0})));
  });
  for (const std::string& name : GetParam().names)
    if (name.starts_with("broadcast_")) expect_equal(run_layer(name, {a, b}), expected);
}

TEST_P(BinaryOperators, WithANumber) {
  Array a = mapped(noise({3, 4}), [](double v) { return std::fabs(v) + 0.2; });
  a.values[3] = 1.5f;
  for (const std::string& name : GetParam().scalar_names) {
    SCOPED_TRACE(name);
    const bool number_first = name.starts_with("_r") || name.starts_with("_R");
    const Array expected = mapped(a, [&](double v) {
      return number_first ? GetParam().expected(1.5, v) : GetParam().expected(v, 1.5);
    });
    expect_equal(run_layer(name, {a}, {{"scalar", "1.5"}}), expected);
  }
}

using Names = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(
    Functions, BinaryOperators,
    testing::Values(Pair{{"elemwise_add", "_plus", "_Plus", "_add", "broadcast_add", "broadcast_plus"},
                         {"_plus_scalar", "_PlusScalar"},
                         [](double a, double b) { return a + b; }},
                    Pair{{"elemwise_sub", "_minus", "_Minus", "_sub", "broadcast_sub", "broadcast_minus"},
                         {"_minus_scalar", "_MinusScalar", "_rminus_scalar", "_RMinusScalar"},
                         [](double a, double b) { return a - b; }},
                    Pair{{"elemwise_mul", "_mul", "_Mul", "broadcast_mul"},
                         {"_mul_scalar", "_MulScalar"},
                         [](double a, double b) { return a * b; }},
                    Pair{{"elemwise_div", "_div", "_Div", "broadcast_div"},
                         {"_div_scalar", "_DivScalar", "_rdiv_scalar", "_RDivScalar"},
                         [](double a, double b) { return a / b; }},
                    Pair{{"_mod", "_Mod", "broadcast_mod"}, {"_mod_scalar", "_rmod_scalar"}, python_mod},
                    Pair{{"_power", "_Power", "broadcast_power"},
                         {"_power_scalar", "_PowerScalar", "_rpower_scalar", "_RPowerScalar"},
                         [](double a, double b) { return std::pow(a, b); }},
                    Pair{{"_maximum", "_Maximum", "broadcast_maximum"},
                         {"_maximum_scalar", "_MaximumScalar"},
                         [](double a, double b) { return std::max(a, b); }},
                    Pair{{"_minimum", "_Minimum", "broadcast_minimum"},
                         {"_minimum_scalar", "_MinimumScalar"},
                         [](double a, double b) { return std::min(a, b); }},
                    Pair{{"_hypot", "broadcast_hypot"},
                         {"_hypot_scalar"},
                         [](double a, double b) { return std::hypot(a, b); }},
                    Pair{{"_equal", "broadcast_equal"},
                         {"_equal_scalar"},
                         [](double a, double b) { return double(a == b); }},
                    Pair{{"_not_equal", "broadcast_not_equal"},
                         {"_not_equal_scalar"},
                         [](double a, double b) { return double(a != b); }},
                    Pair{{"_greater", "broadcast_greater"},
                         {"_greater_scalar"},
                         [](double a, double b) { return double(a > b); }},
                    Pair{{"_greater_equal", "broadcast_greater_equal"},
                         {"_greater_equal_scalar"},
                         [](double a, double b) { return double(a >= b); }},
                    Pair{{"_lesser", "broadcast_lesser"},
                         {"_lesser_scalar"},
                         [](double a, double b) { return double(a < b); }},
                    Pair{{"_lesser_equal", "broadcast_lesser_equal"},
                         {"_lesser_equal_scalar"},
                         [](double a, double b) { return double(a <= b); }},
                    Pair{{"_logical_and", "broadcast_logical_and"},
                         {"_logical_and_scalar"},
                         [](double a, double b) { return double(a != 0 && b != 0); }},
                    Pair{{"_logical_or", "broadcast_logical_or"},
                         {"_logical_or_scalar"},
                         [](double a, double b) { return double(a != 0 || b != 0); }},
                    Pair{{"_logical_xor", "broadcast_logical_xor"},
                         {"_logical_xor_scalar"},
                         [](double a, double b) { return double((a != 0) != (b != 0)); }}));

TEST(Mod, HasTheDivisorsSign) {
  expect_equal(run_layer("_mod_scalar", {Array({4}, {-3, -1, 1, 3})}, {{"scalar", "2"}}),
               Array({4}, {1, 1, 1, 1}));
  expect_equal(run_layer("_mod_scalar", {Array({2}, {-3, 3})}, {{"scalar", "-2"}}), Array({2}, {-1, -1}));
}

TEST(AddN, SumsAnyNumberOfTensors) {
  const Array a = noise({2, 3}, 1), b = noise({2, 3}, 2), c = noise({2, 3}, 3);
  const Array sum = computed(a.dims, [&](const Shape& p) { return a.at(p) + b.at(p) + c.at(p); });
  for (const char* name : {"add_n", "ElementWiseSum", "_sum"}) expect_equal(run_layer(name, {a, b, c}), sum);
  expect_equal(run_layer("add_n", {a}), a);
}

// One slope per channel, whatever the rank; one slope for all.
TEST(PRelu, SlopesBelongToChannels) {
  const auto check = [](const Shape& shape, const Array& slopes) {
    const Array x = noise(shape);
    const Array expected = computed(shape, [&](const Shape& p) {
      const float slope = slopes.values.size() == 1 ? slopes.values[0] : slopes.at({p[1]});
      return x.at(p) > 0 ? x.at(p) : slope * x.at(p);
    });
    Net net;
    net.input("x", shape)
        .weight("gamma", slopes)
        .layer("LeakyReLU", "y", {"x", "gamma"}, {{"act_type", "prelu"}});
    expect_equal(net.run({x}), expected);
  };
  check({2, 3, 4, 5}, noise({3}, 9));
  check({2, 3, 4}, noise({3}, 9));
  check({4, 3}, noise({3}, 9));
  check({2, 3, 4, 5}, noise({1}, 9));
}

TEST(Integers, KeepTheirType) {
  Net net;
  net.input("x", {4}, {{"__dtype__", "4"}}).layer("_plus_scalar", "y", {"x"}, {{"scalar", "3"}});
  const Tensor y = net.run({counting({4})});
  EXPECT_EQ(y.type, DataType::Int32);
  expect_equal(y, Array({4}, {3, 4, 5, 6}));
}

TEST(AmpMulticast, PassesAllInputs) {
  Net net;
  net.input("a", {2}).input("b", {2}).layer("amp_multicast", "m", {"a", "b"}, {{"num_outputs", "2"}});
  net.layer("elemwise_sub", "y", {"m:0", "m:1"});
  expect_equal(net.run({Array({2}, {5, 6}), Array({2}, {1, 3})}), Array({2}, {4, 3}));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
