// [softmax], [batchnorm], [normalization], [l2norm], [logistic], and the sections that change nothing.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

// Softmax over numbers that lie `step` apart, for every run of `count` of them.
std::vector<float> softmax(const std::vector<float>& x, size_t count, double temperature = 1) {
  std::vector<float> result;
  for (size_t begin = 0; begin < x.size(); begin += count) {
    double sum = 0;
    for (size_t i = begin; i < begin + count; ++i) sum += std::exp(x[i] / temperature);
    for (size_t i = begin; i < begin + count; ++i)
      result.push_back(float(std::exp(x[i] / temperature) / sum));
  }
  return result;
}

TEST(Softmax, RunsOverAllNumbersOfAnImage) {
  const Tensor pixel = image({10, 1, 1}, 3, 2);
  expect_near(run({{10, 1, 1}, "[softmax]\n"}, pixel)[0], softmax(pixel.to_float(), 10));
  const Tensor picture = image({2, 2, 3}, 3, 2);
  const Tensor result = run({{2, 2, 3}, "[softmax]\n"}, picture)[0];
  EXPECT_EQ(result.dims, Shape({2, 2, 2, 3}));
  expect_near(result, softmax(picture.to_float(), 12));
}

TEST(Softmax, GroupsAndTemperature) {
  const Tensor input = image({6, 1, 1});
  expect_near(run({{6, 1, 1}, "[softmax]\ngroups=3\n"}, input)[0], softmax(input.to_float(), 2));
  expect_near(run({{6, 1, 1}, "[softmax]\ntemperature=0.5\n"}, input)[0], softmax(input.to_float(), 6, 0.5));
  EXPECT_THAT(error_of([] {
                convert({{6, 1, 1}, "[softmax]\ngroups=4\n"});
              }),
              ::testing::HasSubstr("4 groups"));
  EXPECT_NE(error_of([] { convert({{6, 1, 1}, "[softmax]\ntemperature=0\n"}); }), "");
}

TEST(Softmax, SpatialRunsOverChannels) {
  const Tensor input = image({3, 2, 2});
  const View view(input);
  expect_near(run({{3, 2, 2}, "[softmax]\nspatial=1\n"}, input)[0],
              each({3, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                const double sum =
                    std::exp(view(0, y, x)) + std::exp(view(1, y, x)) + std::exp(view(2, y, x));
                return std::exp(view(c, y, x)) / sum;
              }));
}

TEST(Softmax, TreesAreRefused) {
  EXPECT_EQ(status_of([] { convert({{6, 1, 1}, "[softmax]\ntree=9k.tree\n"}); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(Batchnorm, ReadsFilesOfBothDarknets) {
  const Tensor input = image({2, 2, 2});
  const View view(input);
  const auto want = [&](double b0, double b1) {
    return each({2, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
      return c == 0 ? (view(0, y, x) - 0.1) / std::sqrt(0.5 + 1e-6) * 2 + b0
                    : (view(1, y, x) - 0.2) / std::sqrt(0.6 + 1e-6) * 3 + b1;
    });
  };
  const std::vector<float> rest = {2, 3, 0.1f, 0.2f, 0.5f, 0.6f};
  expect_near(run({{2, 2, 2}, "[batchnorm]\n", joined({{1, -1}, rest})}, input)[0], want(1, -1));
  expect_near(run({{2, 2, 2}, "[batchnorm]\n", rest}, input)[0], want(0, 0));
}

TEST(Normalization, IsLocalResponseNormalization) {
  const Tensor input = image({6, 1, 2});
  const View view(input);
  expect_near(run({{6, 1, 2}, "[lrn]\nsize=3\nalpha=0.2\nbeta=0.5\nkappa=2\n"}, input)[0],
              each({6, 1, 2}, [&](int64_t c, int64_t y, int64_t x) {
                double sum = 0;
                for (int64_t k = std::max<int64_t>(c - 1, 0); k <= std::min<int64_t>(c + 1, 5); ++k)
                  sum += view(k, y, x) * view(k, y, x);
                return view(c, y, x) / std::sqrt(2 + 0.2 * sum);
              }));
  EXPECT_NE(error_of([] { convert({{6, 1, 2}, "[normalization]\nsize=0\n"}); }), "");
}

TEST(L2norm, DividesByTheLengthOfTheChannels) {
  const Tensor input = image({3, 2, 2});
  const View view(input);
  expect_near(run({{3, 2, 2}, "[l2norm]\n"}, input)[0], each({3, 2, 2}, [&](int64_t c, int64_t y, int64_t x) {
                double sum = 0;
                for (int64_t k = 0; k < 3; ++k) sum += view(k, y, x) * view(k, y, x);
                return view(c, y, x) / std::sqrt(sum);
              }));
}

TEST(Logistic, IsASigmoid) {
  expect_near(run({{1, 1, 1}, "[logistic]\n"}, Tensor::from<float>({0.5f}, {1, 1, 1, 1}))[0],
              {float(1 / (1 + std::exp(-0.5)))});
}

TEST(Same, DropoutEmptyAndCostChangeNothing) {
  const Tensor input = image({2, 2, 2});
  for (const char* section :
       {"[dropout]\nprobability=.5\n", "[empty]\n", "[silence]\n", "[cost]\ntype=sse\n", "[contrastive]\n"})
    expect_near(run({{2, 2, 2}, section}, input)[0], input.to_float(), 0);
}

}  // namespace
}  // namespace quern::frontend::darknet::test
