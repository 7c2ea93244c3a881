// Activation functions, against values computed by hand from their definitions.
#include <cmath>
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

TEST(Activation, Piecewise) {
  const Tensor x = floats({-4, -1, 0, 0.5f, 3});
  expect_floats(run("Relu", {x}), {0, 0, 0, 0.5f, 3}, {5});
  expect_floats(run("LeakyRelu", {x}, {attribute("alpha", 0.5f)}), {-2, -0.5f, 0, 0.5f, 3}, {5});
  expect_floats(run("ThresholdedRelu", {x}), {0, 0, 0, 0, 3}, {5});
  expect_floats(run("HardSigmoid", {x}), {0, 0.3f, 0.5f, 0.6f, 1}, {5});
  expect_floats(run("HardSwish", {x}), {0, -1.0f / 3, 0, 0.5f * (0.5f / 6 + 0.5f), 3}, {5});
  expect_floats(run("Shrink", {x}, {attribute("bias", 1.0f), attribute("lambd", 0.75f)}), {-3, 0, 0, 0, 2},
                {5});
  expect_floats(run("Softsign", {x}), {-0.8f, -0.5f, 0, 1.0f / 3, 0.75f}, {5});
}

TEST(Activation, SlopesBroadcastPerChannel) {
  const Tensor x = floats({-1, -2, 3, -4}, {1, 2, 1, 2}), slope = floats({0.5f, 2}, {2, 1, 1});
  expect_floats(run("PRelu", {x, slope}), {-0.5f, -1, 3, -8}, {1, 2, 1, 2});
  EXPECT_INPUT_ERROR(run("PRelu", {floats({1}, {1}), slope}));
}

TEST(Activation, Exponential) {
  const float e = std::exp(-1.0f);
  expect_floats(run("Sigmoid", {floats({0, -1, 200, -200})}), {0.5f, e / (1 + e), 1, 0}, {4});
  expect_floats(run("Elu", {floats({-1, 2})}, {attribute("alpha", 2.0f)}), {2 * (e - 1), 2}, {2});
  expect_floats(run("Celu", {floats({-2, 2})}, {attribute("alpha", 2.0f)}), {2 * (e - 1), 2}, {2});
  expect_floats(run("Selu", {floats({-1, 1})}, {attribute("alpha", 2.0f), attribute("gamma", 3.0f)}),
                {6 * (e - 1), 3}, {2});
  expect_floats(run("Softplus", {floats({0, 100, -100})}), {std::log(2.0f), 100, 0}, {3});
}

TEST(Activation, OfTheQuernDomain) {
  const float s = 1 / (1 + std::exp(-1.0f));
  expect_floats(run("Silu", {floats({0, 1, -1})}, {}, "quern"), {0, s, s - 1}, {3});
  expect_floats(run("Mish", {floats({0, 1})}, {}, "quern"), {0, std::tanh(std::log1p(std::exp(1.0f)))}, {2});
  expect_floats(run("Gelu", {floats({0, 1, -1})}, {}, "quern"), {0, 0.8413447f, -0.1586553f}, {3});
  expect_floats(run("Gelu", {floats({1})}, {attribute("approximate", std::string("tanh"))}, "quern"),
                {0.8411920f}, {1});
  EXPECT_INPUT_ERROR(run("Gelu", {floats({1})}, {attribute("approximate", std::string("other"))}, "quern"));
}

TEST(Activation, ClipTakesOptionalBounds) {
  const Tensor x = floats({-2, 0.5f, 9}), none;
  expect_floats(run("Clip", {x, floats({-1}, {}), floats({1}, {})}), {-1, 0.5f, 1}, {3});
  expect_floats(run("Clip", {x, none, floats({1}, {})}), {-2, 0.5f, 1}, {3});
  expect_floats(run("Clip", {x}), {-2, 0.5f, 9}, {3});
  expect_ints(run("Clip", {ints({-5, 5}), ints({0}, {})}), {0, 5}, {2});
  EXPECT_INPUT_ERROR(run("Clip", {x, floats({1, 2})}));
}

TEST(Activation, InfinitiesPassThrough) {
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  expect_floats(run("Clip", {floats({inf, -inf, nan})}), {inf, -inf, nan}, {3});
  expect_floats(run("Tanh", {floats({inf, -inf, nan})}), {1, -1, nan}, {3});
}

}  // namespace
}  // namespace quern::test
