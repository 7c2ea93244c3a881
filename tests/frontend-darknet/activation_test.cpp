// Every activation against its definition, at numbers on both sides of all its corners.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

struct Case {
  const char* name;
  double (*function)(double x);
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class Activation : public ::testing::TestWithParam<Case> {};

const std::vector<float> kNumbers = {-9,   -4.5f, -3.2f, -2,   -1.5f, -1,   -0.5f, 0,
                                     0.3f, 0.75f, 1,     1.5f, 2.5f,  3.7f, 5.5f,  9};

TEST_P(Activation, FollowsItsDefinition) {
  const Net net = {{1, 1, 16}, std::string("[activation]\nactivation=") + GetParam().name + "\n"};
  std::vector<float> want;
  for (const float x : kNumbers) want.push_back(float(GetParam().function(double(x))));
  expect_near(run(net, Tensor::from(kNumbers, {1, 1, 1, 16}))[0], want, 1e-5f);
}

double stair(double x) {
  const int n = int(std::floor(x));
  return n % 2 == 0 ? std::floor(x / 2) : (x - n) + std::floor(x / 2);
}

INSTANTIATE_TEST_SUITE_P(
    All, Activation,
    ::testing::Values(
        Case{"linear", [](double x) { return x; }}, Case{"logistic", sigmoid},
        Case{"loggy", [](double x) { return 2 * sigmoid(x) - 1; }},
        Case{"relu", [](double x) { return std::max(x, 0.0); }},
        Case{"relu6", [](double x) { return std::min(std::max(x, 0.0), 6.0); }},
        Case{"elu", [](double x) { return x >= 0 ? x : std::exp(x) - 1; }},
        Case{"selu", [](double x) { return x >= 0 ? 1.0507 * x : 1.0507 * 1.6732 * (std::exp(x) - 1); }},
        Case{"gelu",
             [](double x) { return 0.5 * x * (1 + std::tanh(0.79788456 * (x + 0.044715 * x * x * x))); }},
        Case{"relie", [](double x) { return x > 0 ? x : 0.01 * x; }},
        Case{"ramp", [](double x) { return std::max(x, 0.0) + 0.1 * x; }},
        Case{"leaky", [](double x) { return x > 0 ? x : 0.1 * x; }},
        Case{"revleaky", [](double x) { return x > 0 ? x : 0.1 * x; }}, Case{"tanh", std::tanh},
        Case{"plse",
             [](double x) { return x < -4  ? 0.01 * (x + 4)
                                   : x > 4 ? 0.01 * (x - 4) + 1
                                           : 0.125 * x + 0.5; }},
        Case{"stair", stair}, Case{"hardtan", [](double x) { return std::min(std::max(x, -1.0), 1.0); }},
        Case{"lhtan", [](double x) { return x < 0   ? 0.001 * x
                                            : x > 1 ? 0.001 * (x - 1) + 1
                                                    : x; }},
        Case{"swish", [](double x) { return x * sigmoid(x); }},
        Case{"silu", [](double x) { return x * sigmoid(x); }},
        Case{"mish", [](double x) { return x * std::tanh(std::log1p(std::exp(x))); }},
        Case{"hard_mish", [](double x) { return x > 0    ? x
                                                : x > -2 ? x * x / 2 + x
                                                         : 0; }},
        Case{"hard_swish", [](double x) { return x * std::min(std::max(x / 6 + 0.5, 0.0), 1.0); }},
        Case{"hardswish", [](double x) { return x * std::min(std::max(x / 6 + 0.5, 0.0), 1.0); }},
        Case{"hswish", [](double x) { return x * std::min(std::max(x / 6 + 0.5, 0.0), 1.0); }},
        Case{"hard_sigmoid", [](double x) { return std::min(std::max(x / 6 + 0.5, 0.0), 1.0); }}));

// The three that look at all channels of a position: `exponential` with or without the largest subtracted.
std::vector<float> shares(const Tensor& input, bool exponential, bool subtract) {
  const View in(input);
  return each({3, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
    double most = subtract ? -1e9 : 0;
    for (int64_t k = 0; subtract && k < 3; ++k) most = std::max(most, in(k, y, x));
    const auto part = [&](int64_t k) {
      return exponential ? std::exp(in(k, y, x) - most) : std::max(in(k, y, x), 0.0);
    };
    return part(c) / (1e-4 + part(0) + part(1) + part(2));
  });
}

TEST(Activation, NormalizesChannels) {
  const Tensor input = image({3, 2, 2});
  const auto net = [](const std::string& name) {
    return Net{{3, 2, 2}, "[activation]\nactivation=" + name + "\n"};
  };
  expect_near(run(net("normalize_channels"), input)[0], shares(input, false, false));
  expect_near(run(net("normalize_channels_softmax"), input)[0], shares(input, true, false));
  expect_near(run(net("normalize_channels_softmax_maxval"), input)[0], shares(input, true, true));
}

TEST(Activation, UnknownNamesGetTheNearestOnes) {
  const Net net = {{1, 1, 1}, "[activation]\nactivation=leaki\n"};
  const std::string error = error_of([&] { convert(net); });
  EXPECT_THAT(error, ::testing::HasSubstr("no activation \"leaki\""));
  EXPECT_THAT(error, ::testing::HasSubstr("\"leaky\""));
  EXPECT_THAT(error, ::testing::HasSubstr("net.cfg:6"));
}

TEST(Activation, IsLogisticWhereAConvolutionDoesNotSay) {
  const Net net = {{1, 1, 1}, "[convolutional]\n", {0.5f, 2}};
  expect_near(run(net, Tensor::from<float>({1}, {1, 1, 1, 1}))[0], {float(sigmoid(2.5))});
}

}  // namespace
}  // namespace quern::frontend::darknet::test
