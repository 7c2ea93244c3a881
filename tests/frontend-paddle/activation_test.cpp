// Functions of one tensor, against the formulas of Paddle's documentation.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

struct Case {
  std::string type;
  std::function<double(double)> formula;
  Attributes attributes = {};
  double shift = 0;  // added to the inputs in [-2, 2]
  double factor = 1;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.type; }

class Function : public testing::TestWithParam<Case> {};

TEST_P(Function, EqualsItsFormula) {
  const Case& c = GetParam();
  Tensor x = sample({2, 3, 5, 7}, 3);
  for (int64_t i = 0; i < x.count(); ++i)
    x.mutable_data<float>()[i] = float((double(x.data<float>()[i]) + c.shift) * c.factor);
  const Tensor y = run_unary(c.type, x, c.attributes);
  EXPECT_EQ(y.dims, x.dims);
  expect_near(y, mapped(x, c.formula), 2e-5f);
}

INSTANTIATE_TEST_SUITE_P(
    Plain, Function,
    testing::Values(Case{"relu", [](double x) { return std::max(x, 0.0); }}, Case{"sigmoid", sigmoid},
                    Case{"tanh", [](double x) { return std::tanh(x); }},
                    Case{"exp", [](double x) { return std::exp(x); }},
                    Case{"log", [](double x) { return std::log(x); }, {}, 2.5},
                    Case{"sqrt", [](double x) { return std::sqrt(x); }, {}, 2},
                    Case{"rsqrt", [](double x) { return 1 / std::sqrt(x); }, {}, 2.5},
                    Case{"abs", [](double x) { return std::abs(x); }},
                    Case{"floor", [](double x) { return std::floor(x); }},
                    Case{"ceil", [](double x) { return std::ceil(x); }},
                    Case{"sin", [](double x) { return std::sin(x); }},
                    Case{"cos", [](double x) { return std::cos(x); }},
                    Case{"tan", [](double x) { return std::tan(x); }, {}, 0, 0.5},
                    Case{"asin", [](double x) { return std::asin(x); }, {}, 0, 0.5},
                    Case{"acos", [](double x) { return std::acos(x); }, {}, 0, 0.5},
                    Case{"atan", [](double x) { return std::atan(x); }},
                    Case{"sinh", [](double x) { return std::sinh(x); }},
                    Case{"cosh", [](double x) { return std::cosh(x); }},
                    Case{"asinh", [](double x) { return std::asinh(x); }},
                    Case{"acosh", [](double x) { return std::acosh(x); }, {}, 3.5},
                    Case{"atanh", [](double x) { return std::atanh(x); }, {}, 0, 0.4},
                    Case{"sign", [](double x) { return double(x > 0) - double(x < 0); }},
                    Case{"erf", [](double x) { return std::erf(x); }},
                    Case{"reciprocal", [](double x) { return 1 / x; }, {}, 3},
                    Case{"square", [](double x) { return x * x; }},
                    Case{"softsign", [](double x) { return x / (1 + std::abs(x)); }},
                    Case{"silu", [](double x) { return x * sigmoid(x); }},
                    Case{"mish", [](double x) { return x * std::tanh(std::log1p(std::exp(x))); }}));

INSTANTIATE_TEST_SUITE_P(
    Composed, Function,
    testing::Values(Case{"log2", [](double x) { return std::log2(x); }, {}, 2.5},
                    Case{"log10", [](double x) { return std::log10(x); }, {}, 2.5},
                    Case{"log1p", [](double x) { return std::log1p(x); }, {}, 2},
                    Case{"expm1", [](double x) { return std::expm1(x); }},
                    Case{"logsigmoid", [](double x) { return std::log(sigmoid(x)); }},
                    Case{"logsigmoid", [](double x) { return x > -30 ? std::log(sigmoid(x)) : x; }, {}, -60},
                    Case{"tanh_shrink", [](double x) { return x - std::tanh(x); }},
                    Case{"stanh",
                         [](double x) { return 1.5 * std::tanh(0.3 * x); },
                         {{"scale_a", 0.3f}, {"scale_b", 1.5f}}},
                    // Multiples of a half: halves go away from zero.
                    Case{"round", [](double x) { return std::round(x); }}));

INSTANTIATE_TEST_SUITE_P(
    Parameters, Function,
    testing::Values(
        Case{"relu6", [](double x) { return std::clamp(x, 0.0, 6.0); }, {}, 0, 5},
        Case{"relu6", [](double x) { return std::clamp(x, 0.0, 4.0); }, {{"threshold", 4.0f}}, 0, 5},
        Case{"brelu", [](double x) { return std::clamp(x, -1.0, 1.5); }, {{"t_min", -1.0f}, {"t_max", 1.5f}}},
        Case{"leaky_relu", [](double x) { return x > 0 ? x : 0.02 * x; }},
        Case{"leaky_relu", [](double x) { return x > 0 ? x : 0.3 * x; }, {{"alpha", 0.3f}}},
        Case{"elu", [](double x) { return x > 0 ? x : 0.7 * std::expm1(x); }, {{"alpha", 0.7f}}},
        Case{"celu",
             [](double x) { return std::max(x, 0.0) + std::min(0.0, 0.7 * std::expm1(x / 0.7)); },
             {{"alpha", 0.7f}}},
        Case{"selu",
             [](double x) { return 1.1 * (x > 0 ? x : 1.6 * std::expm1(x)); },
             {{"alpha", 1.6f}, {"scale", 1.1f}}},
        Case{"hard_sigmoid", [](double x) { return std::clamp(0.2 * x + 0.5, 0.0, 1.0); }, {}, 0, 3},
        Case{"hard_sigmoid",
             [](double x) { return std::clamp(x / 6 + 0.4, 0.0, 1.0); },
             {{"slope", 1.0f / 6}, {"offset", 0.4f}},
             0,
             3},
        Case{"hard_swish", [](double x) { return x * std::clamp(x + 3, 0.0, 6.0) / 6; }, {}, 0, 3},
        Case{"hard_swish",
             [](double x) { return x * std::clamp(x + 1, 0.0, 3.0) / 4; },
             {{"threshold", 3.0f}, {"scale", 4.0f}, {"offset", 1.0f}},
             0,
             3},
        Case{"swish", [](double x) { return x * sigmoid(x); }},
        Case{"swish", [](double x) { return x * sigmoid(1.7 * x); }, {{"beta", 1.7f}}},
        Case{"gelu", [](double x) { return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0))); }},
        Case{"gelu",
             [](double x) { return 0.5 * x * (1 + std::tanh(0.7978845608 * (x + 0.044715 * x * x * x))); },
             {{"approximate", true}}},
        Case{"softplus", [](double x) { return std::log1p(std::exp(x)); }},
        Case{"softplus",
             [](double x) { return 3 * x > 2 ? x : std::log1p(std::exp(3 * x)) / 3; },
             {{"beta", 3.0f}, {"threshold", 2.0f}}},
        Case{"thresholded_relu", [](double x) { return x > 0.5 ? x : 0; }, {{"threshold", 0.5f}}},
        Case{"hard_shrink", [](double x) { return std::abs(x) > 0.7 ? x : 0; }, {{"threshold", 0.7f}}},
        Case{"softshrink",
             [](double x) { return x > 0.7    ? x - 0.7
                                   : x < -0.7 ? x + 0.7
                                              : 0; },
             {{"lambda", 0.7f}}},
        Case{"scale", [](double x) { return 3 * x + 0.25; }, {{"scale", 3.0f}, {"bias", 0.25f}}},
        Case{"scale",
             [](double x) { return 3 * (x + 0.25); },
             {{"scale", 3.0f}, {"bias", 0.25f}, {"bias_after_scale", false}}},
        Case{"clip", [](double x) { return std::clamp(x, -0.5, 1.0); }, {{"min", -0.5f}, {"max", 1.0f}}},
        Case{"pow", [](double x) { return std::pow(x, 1.5); }, {{"factor", 1.5f}}, 2.5},
        Case{"pow", [](double x) { return x * x; }, {{"factor", 2.0f}}},
        Case{"increment", [](double x) { return x + 2.5; }, {{"step", 2.5f}}},
        Case{"dropout", [](double x) { return 0.7 * x; }, {{"dropout_prob", 0.3f}}},
        Case{"dropout",
             [](double x) { return x; },
             {{"dropout_prob", 0.3f}, {"dropout_implementation", std::string("upscale_in_train")}}}));

TEST(Round, HalvesGoAwayFromZero) {
  expect_near(run_unary("round", Tensor::from<float>({-2.5f, -0.5f, 0.5f, 1.5f, 2.5f, 0.49f})),
              {-3, -1, 1, 2, 3, 0});
}

TEST(PRelu, HasOneSlopeForAllChannelsOrElements) {
  const Tensor x = sample({2, 3, 4, 5}, 7);
  const auto check = [&](const Tensor& alpha, const Attributes& attributes,
                         const std::function<float(const Shape&)>& slope) {
    ProgramBuilder program;
    program.input("x", x.dims).parameter("alpha", alpha);
    program.op("prelu", {{"X", {"x"}}, {"Alpha", {"alpha"}}}, {{"Out", {"y"}}}, attributes).output("y");
    expect_near(run(program, {x}), computed(x.dims, [&](const Shape& i) {
                  return at(x, i) > 0 ? at(x, i) : slope(i) * at(x, i);
                }));
  };
  const Tensor one = Tensor::from<float>({0.3f}), three = sample({3}, 1), each = sample({1, 3, 4, 5}, 2);
  check(one, {{"mode", std::string("all")}}, [&](const Shape&) { return 0.3f; });
  check(three, {{"mode", std::string("channel")}}, [&](const Shape& i) { return at(three, {i[1]}); });
  check(each, {{"mode", std::string("element")}}, [&](const Shape& i) {
    return at(each, {0, i[1], i[2], i[3]});
  });
  const Tensor last = sample({5}, 4);
  check(last, {{"mode", std::string("channel")}, {"data_format", std::string("NHWC")}},
        [&](const Shape& i) { return at(last, {i[3]}); });
}

TEST(Scale, OfIntegersStaysInteger) {
  const Tensor x = Tensor::from<int32_t>({-3, 0, 7});
  const Tensor whole = run_unary("scale", x, {{"scale", 2.0f}, {"bias", 1.0f}});
  EXPECT_EQ(whole.type, DataType::Int32);
  EXPECT_EQ(whole.to_int64(), (std::vector<int64_t>{-5, 1, 15}));
  const Tensor broken = run_unary("scale", x, {{"scale", 0.5f}});
  EXPECT_EQ(broken.type, DataType::Int32);
  EXPECT_EQ(broken.to_int64(), (std::vector<int64_t>{-1, 0, 3}));
}

TEST(Scale, TakesItsFactorFromATensor) {
  ProgramBuilder program;
  program.input("x", {3}).input("s", {1});
  program.op("scale", {{"X", {"x"}}, {"ScaleTensor", {"s"}}}, {{"Out", {"y"}}}, {{"bias", 1.0f}}).output("y");
  expect_near(run(program, {Tensor::from<float>({1, 2, 3}), Tensor::from<float>({4})}), {5, 9, 13});
}

TEST(Clip, TakesItsBoundsFromTensors) {
  ProgramBuilder program;
  program.input("x", {4})
      .parameter("low", Tensor::from<float>({-1}))
      .parameter("high", Tensor::from<float>({2}));
  program.op("clip", {{"X", {"x"}}, {"Min", {"low"}}, {"Max", {"high"}}}, {{"Out", {"y"}}}).output("y");
  expect_near(run(program, {Tensor::from<float>({-3, -0.5f, 1, 5})}), {-1, -0.5f, 1, 2});
}

TEST(Softmax, RunsAlongAnyAxis) {
  const Tensor x = sample({2, 3, 4}, 5);
  for (const int axis : {-1, 1, 0}) {
    const auto number = size_t(axis < 0 ? axis + 3 : axis);
    const auto expected = [&](bool log) {
      return computed(x.dims, [&](const Shape& i) {
        double sum = 0;
        Shape k = i;
        for (k[number] = 0; k[number] < x.dims[number]; ++k[number]) sum += std::exp(double(at(x, k)));
        const double p = std::exp(double(at(x, i))) / sum;
        return log ? std::log(p) : p;
      });
    };
    expect_near(run_unary("softmax", x, {{"axis", axis}}), expected(false));
    expect_near(run_unary("log_softmax", x, {{"axis", axis}}), expected(true));
  }
}

TEST(Maxout, TakesTheLargestOfNeighbouringChannels) {
  const Tensor x = sample({2, 6, 3, 1}, 2);
  const Tensor y = run_unary("maxout", x, {{"groups", 3}});
  expect_tensor(y, {2, 2, 3, 1}, computed({2, 2, 3, 1}, [&](const Shape& i) {
                  double most = -10;
                  for (int64_t k = 0; k < 3; ++k)
                    most = std::max(most, double(at(x, {i[0], i[1] * 3 + k, i[2], i[3]})));
                  return most;
                }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
