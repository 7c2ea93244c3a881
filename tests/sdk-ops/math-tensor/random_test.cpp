// Random numbers: right distribution, same numbers every time.
#include <cmath>

#include "run_operator.hpp"

namespace quern::test {
namespace {

const Attribute kShape = attribute("shape", std::vector<int64_t>{20000});

double mean_of(const std::vector<float>& values) {
  double sum = 0;
  for (const float v : values) sum += v;
  return sum / double(values.size());
}

TEST(Random, Uniform) {
  const auto drawn =
      values<float>(run("RandomUniform", {}, {kShape, attribute("low", -1.0f), attribute("high", 3.0f)}));
  EXPECT_THAT(drawn, testing::Each(testing::AllOf(testing::Ge(-1.0f), testing::Le(3.0f))));
  EXPECT_NEAR(mean_of(drawn), 1.0, 0.05);
}

TEST(Random, Normal) {
  const auto drawn = values<float>(
      run("RandomNormalLike", {floats(std::vector<float>(20000), {20000})}, {attribute("mean", 2.0f)}));
  double squares = 0;
  for (const float v : drawn) squares += (v - 2.0) * (v - 2.0);
  EXPECT_NEAR(mean_of(drawn), 2.0, 0.05);
  EXPECT_NEAR(squares / double(drawn.size()), 1.0, 0.05);
}

TEST(Random, SeedsDecide) {
  const auto draw = [](float seed) {
    return values<float>(run("RandomUniform", {}, {kShape, attribute("seed", seed)}));
  };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
}

TEST(Random, Bernoulli) {
  const Tensor drawn = run("Bernoulli", {floats({0, 1, 0, 1})}, {integer("dtype", 7)});
  expect_ints(drawn, {0, 1, 0, 1}, {4});
}

TEST(Random, AbsurdShapesAreRefused) {
  EXPECT_INPUT_ERROR(run("RandomNormal", {}, {attribute("shape", std::vector<int64_t>{int64_t(1) << 40})}));
  EXPECT_INPUT_ERROR(run("RandomNormal", {}, {attribute("shape", std::vector<int64_t>{-1})}));
  EXPECT_INPUT_ERROR(run("RandomNormal", {}));
}

}  // namespace
}  // namespace quern::test
