// Conversions between element types.
#include <limits>

#include "run_operator.hpp"

namespace quern::test {
namespace {

Tensor cast(const Tensor& x, DataType type) { return run("Cast", {x}, {integer("to", int64_t(type))}); }

TEST(Cast, FloatsLoseTheirFraction) {
  expect_ints(cast(floats({1.9f, -1.9f, 0.5f}), DataType::Int64), {1, -1, 0}, {3});
}

TEST(Cast, FloatsOutOfRangeBecomeTheNearestBound) {
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  using Limits = std::numeric_limits<int64_t>;
  expect_ints(cast(floats({1e30f, -inf, nan, 9223372036854775807.0f}), DataType::Int64),
              {Limits::max(), Limits::min(), 0, Limits::max()}, {4});
  expect_tensor<uint8_t>(cast(floats({300, -5}), DataType::Uint8), {255, 0}, {2});
}

TEST(Cast, IntegersLoseUpperBits) {
  expect_tensor<int8_t>(cast(ints({300, -129}), DataType::Int8), {44, 127}, {2});
  expect_tensor<bool>(cast(ints({2, 0}), DataType::Bool), {true, false}, {2});
  expect_ints(cast(bools({true, false}), DataType::Int64), {1, 0}, {2});
}

TEST(Cast, HalfRoundTrip) {
  const Tensor half = cast(floats({0.1f, 65504}), DataType::Float16);
  EXPECT_EQ(half.type, DataType::Float16);
  EXPECT_THAT(half.to_float(), testing::Pointwise(testing::FloatNear(1e-4f), {0.1f, 65504.0f}));
}

TEST(Cast, Strings) {
  const Tensor text = cast(floats({0.5f, 3, -std::numeric_limits<float>::infinity()}), DataType::String);
  EXPECT_EQ(text.strings, (std::vector<std::string>{"0.5", "3.0", "-INF"}));
  expect_floats(cast(text, DataType::Float), {0.5f, 3, -std::numeric_limits<float>::infinity()}, {3});
  Tensor bad(DataType::String, {1});
  bad.strings = {"3x"};
  EXPECT_INPUT_ERROR(cast(bad, DataType::Float));
}

TEST(Cast, LikeTakesTheTypeOfInputOne) { expect_ints(run("CastLike", {floats({2.5f}), ints({})}), {2}, {1}); }

TEST(Cast, UnknownTypesAreRefused) {
  EXPECT_UNSUPPORTED(cast(floats({1}), DataType(99)));
  EXPECT_UNSUPPORTED(cast(floats({1}), DataType::Complex64));
}

}  // namespace
}  // namespace quern::test
