// [convolutional], [deconvolutional] and [connected] against sums over all their weights.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

struct Conv {
  int64_t filters = 1, groups = 1, size = 1, stride_y = 1, stride_x = 1, dilation = 1, pad = 0;
  bool normalize = false;
};

struct ConvWeights {
  std::vector<float> biases, scales, means, variances, weights;

  ConvWeights(const Conv& c, int64_t channels)
      : biases(noise(size_t(c.filters), 2)),
        scales(noise(size_t(c.filters), 3)),
        means(noise(size_t(c.filters), 4)),
        variances(noise(size_t(c.filters), 5)),
        weights(noise(size_t(c.filters * channels / c.groups * c.size * c.size), 6)) {
    for (float& v : variances) v = v * v + 0.1f;
  }
  // In the order of the file.
  [[nodiscard]] std::vector<float> floats(bool normalize) const {
    return normalize ? joined({biases, scales, means, variances, weights}) : joined({biases, weights});
  }
  [[nodiscard]] double finish(const Conv& c, size_t f, double sum) const {
    if (!c.normalize) return sum + biases[f];
    return (sum - means[f]) / std::sqrt(variances[f] + 1e-6) * scales[f] + biases[f];
  }
};

std::vector<float> convolved(const Tensor& input, const Dims& in, const Dims& out, const Conv& c,
                             const ConvWeights& w) {
  const View view(input);
  const int64_t per_group = in.channels / c.groups;
  return each(out, [&](int64_t f, int64_t y, int64_t x) {
    const int64_t first = f / (c.filters / c.groups) * per_group;
    double sum = 0;
    for (int64_t k = 0; k < per_group; ++k)
      for (int64_t i = 0; i < c.size; ++i)
        for (int64_t j = 0; j < c.size; ++j)
          sum += double(w.weights[size_t(((f * per_group + k) * c.size + i) * c.size + j)]) *
                 view(first + k, y * c.stride_y - c.pad + i * c.dilation,
                      x * c.stride_x - c.pad + j * c.dilation);
    return w.finish(c, size_t(f), sum);
  });
}

void check(const Dims& in, const Dims& out, const Conv& c, const std::string& options) {
  const ConvWeights w(c, in.channels);
  const Net net = {in, "[convolutional]\nactivation=linear\n" + options, w.floats(c.normalize)};
  const Tensor input = image(in);
  const Tensor result = run(net, input)[0];
  EXPECT_EQ(result.dims, Shape({1, out.channels, out.height, out.width}));
  expect_near(result, convolved(input, in, out, c, w), 1e-4f);
}

TEST(Convolutional, PadIsHalfTheSizeAndGoesBeforePadding) {
  check({3, 5, 7}, {4, 5, 7}, {.filters = 4, .size = 3, .pad = 1}, "filters=4\nsize=3\npad=1\n");
  check({3, 5, 7}, {2, 5, 7}, {.filters = 2, .size = 3, .pad = 1}, "filters=2\nsize=3\npad=1\npadding=5\n");
  check({2, 5, 7}, {2, 6, 8}, {.filters = 2, .size = 2, .pad = 1}, "filters=2\nsize=2\npad=1\n");
}

TEST(Convolutional, PaddingIsGivenInCells) {
  check({2, 5, 5}, {2, 7, 7}, {.filters = 2, .size = 3, .pad = 2}, "filters=2\nsize=3\npadding=2\n");
  check({2, 5, 5}, {2, 3, 3}, {.filters = 2, .size = 3}, "filters=2\nsize=3\n");
}

TEST(Convolutional, StridesMayDiffer) {
  check({1, 8, 9}, {2, 4, 3}, {.filters = 2, .size = 3, .stride_y = 2, .stride_x = 3, .pad = 1},
        "filters=2\nsize=3\nstride_x=3\nstride_y=2\npad=1\n");
  check({1, 8, 9}, {2, 4, 9}, {.filters = 2, .size = 3, .stride_y = 2, .pad = 1},
        "filters=2\nsize=3\nstride=2\nstride_x=1\npad=1\n");
}

TEST(Convolutional, DilationWidensThePaddingToo) {
  check({2, 9, 9}, {2, 9, 9}, {.filters = 2, .size = 3, .dilation = 2, .pad = 2},
        "filters=2\nsize=3\ndilation=2\npad=1\n");
  check({2, 4, 4}, {2, 4, 4}, {.filters = 2}, "filters=2\nsize=1\ndilation=3\npad=1\n");
}

TEST(Convolutional, GroupsShareTheFilters) {
  check({4, 4, 4}, {6, 4, 4}, {.filters = 6, .groups = 2, .size = 3, .pad = 1},
        "filters=6\ngroups=2\nsize=3\npad=1\n");
  check({4, 4, 4}, {4, 2, 2}, {.filters = 4, .groups = 4, .size = 3, .stride_y = 2, .stride_x = 2, .pad = 1},
        "filters=4\ngroups=4\nsize=3\nstride=2\npad=1\n");
}

TEST(Convolutional, NormalizesWithTheStatisticsOfTheFile) {
  check({3, 4, 4}, {4, 4, 4}, {.filters = 4, .size = 3, .pad = 1, .normalize = true},
        "filters=4\nsize=3\npad=1\nbatch_normalize=1\n");
  check({3, 4, 4}, {4, 4, 4}, {.filters = 4, .normalize = true}, "filters=4\ncbn=1\n");
}

TEST(Convolutional, FlippedWeightsAreTransposed) {
  const std::vector<float> rows = noise(12);  // 2 filters of 6 weights
  std::vector<float> columns;
  for (size_t k = 0; k < 6; ++k)
    for (size_t f = 0; f < 2; ++f) columns.push_back(rows[f * 6 + k]);
  const std::string options = "[convolutional]\nfilters=2\nactivation=linear\n";
  const Tensor input = image({6, 2, 2});
  const Tensor want = run({{6, 2, 2}, options, joined({{1, 2}, rows})}, input)[0];
  expect_near(run({{6, 2, 2}, options + "flipped=1\n", joined({{1, 2}, columns})}, input)[0],
              want.to_float());
}

TEST(Convolutional, WeightsMayBeSharedWithAnEarlierLayer) {
  const std::string conv = "[convolutional]\nfilters=2\nactivation=linear\n";
  const Tensor input = image({2, 3, 3});
  const std::vector<float> floats = noise(6);
  const Tensor want = run({{2, 3, 3}, conv + conv, joined({floats, floats})}, input)[0];
  expect_near(run({{2, 3, 3}, conv + conv + "share_index=0\n", floats}, input)[0], want.to_float());
  expect_near(run({{2, 3, 3}, conv + conv + "share_index=-1\n", floats}, input)[0], want.to_float());
  EXPECT_THAT(error_of([&] {
                convert({{2, 3, 3}, conv + conv + "share_index=1\n", floats});
              }),
              ::testing::HasSubstr("no earlier layer"));
  EXPECT_THAT(error_of([&] {
                convert({{2, 3, 3}, conv + "[convolutional]\nfilters=3\nshare_index=0\n", floats});
              }),
              ::testing::HasSubstr("do not fit"));
}

TEST(Convolutional, OptionsThatChangeTheArithmeticAreRefused) {
  for (const char* option : {"binary", "xnor", "bin_output", "antialiasing", "sway", "rotate", "stretch",
                             "stretch_sway", "coordconv", "dontload", "dontloadscales"}) {
    const Net net = {{1, 4, 4}, std::string("[convolutional]\n") + option + "=1\n", noise(2)};
    EXPECT_EQ(status_of([&] { convert(net); }), QUERN_ERROR_UNSUPPORTED) << option;
  }
}

TEST(Convolutional, ContradictionsAreInputErrors) {
  const auto error = [](const std::string& options) {
    return error_of([&] { convert({{4, 4, 4}, "[convolutional]\n" + options, noise(9)}); });
  };
  EXPECT_THAT(error("filters=6\ngroups=3\n"), ::testing::HasSubstr("cannot be divided into 3 groups"));
  EXPECT_THAT(error("size=5\n"), ::testing::HasSubstr("too small"));
  EXPECT_THAT(error("filters=0\n"), ::testing::HasSubstr("net.cfg:6"));
  EXPECT_THAT(error("stride=0\n"), ::testing::HasSubstr("from 1"));
}

TEST(Deconvolutional, SpreadsEveryCell) {
  const Dims in = {2, 3, 3}, out = {3, 5, 5};  // (3 - 1) 2 + 3 - 2
  const std::vector<float> biases = noise(3, 2), weights = noise(2 * 3 * 3 * 3, 3);
  const Tensor input = image(in);
  const View view(input);
  const std::vector<float> want = each(out, [&](int64_t f, int64_t y, int64_t x) {
    double sum = biases[size_t(f)];
    for (int64_t c = 0; c < 2; ++c)
      for (int64_t i = 0; i < 3; ++i)
        for (int64_t j = 0; j < 3; ++j) {
          const int64_t top = y + 1 - i, left = x + 1 - j;
          if (top % 2 == 0 && left % 2 == 0)
            sum += double(weights[size_t(((c * 3 + f) * 3 + i) * 3 + j)]) * view(c, top / 2, left / 2);
        }
    return std::max(sum, 0.0);
  });
  const Net net = {in, "[deconvolutional]\nfilters=3\nsize=3\nstride=2\npad=1\nactivation=relu\n",
                   joined({biases, weights})};
  expect_near(run(net, input)[0], want);
}

std::vector<float> products(const Tensor& input, const std::vector<float>& weights, size_t outputs) {
  const std::vector<float> x = input.to_float();
  std::vector<float> sums;
  for (size_t o = 0; o < outputs; ++o) {
    double sum = 0;
    for (size_t i = 0; i < x.size(); ++i) sum += double(weights[o * x.size() + i]) * x[i];
    sums.push_back(float(sum));
  }
  return sums;
}

TEST(Connected, SeesTheWholeImage) {
  const Tensor input = image({2, 3, 2});
  const std::vector<float> biases = noise(3, 2), weights = noise(36, 3);
  std::vector<float> want = products(input, weights, 3);
  for (size_t o = 0; o < 3; ++o) want[o] += biases[o];
  const Net net = {{2, 3, 2}, "[connected]\noutput=3\nactivation=linear\n", joined({biases, weights})};
  const Tensor result = run(net, input)[0];
  EXPECT_EQ(result.dims, Shape({1, 3, 1, 1}));
  expect_near(result, want);
}

TEST(Connected, StatisticsStandBehindTheWeights) {
  const Tensor input = image({4, 1, 1});
  const std::vector<float> weights = noise(8, 3);
  std::vector<float> want = products(input, weights, 2);
  want = {float((want[0] - 0.1) / std::sqrt(0.5 + 1e-6) * 2 + 1),
          float((want[1] - 0.2) / std::sqrt(0.6 + 1e-6) * 3 - 1)};
  const Net net = {{4, 1, 1},
                   "[connected]\noutput=2\nbatch_normalize=1\nactivation=linear\n",
                   joined({{1, -1}, weights, {2, 3}, {0.1f, 0.2f}, {0.5f, 0.6f}})};
  expect_near(run(net, input)[0], want);
}

TEST(Connected, OldFilesHaveTheMatrixTransposed) {
  const Tensor input = image({3, 1, 1});
  const std::vector<float> rows = noise(6, 3);
  std::vector<float> columns;
  for (size_t i = 0; i < 3; ++i)
    for (size_t o = 0; o < 2; ++o) columns.push_back(rows[o * 3 + i]);
  Net net = {{3, 1, 1}, "[connected]\noutput=2\nactivation=linear\n", joined({{0, 0}, columns})};
  net.minor = 1001;
  expect_near(run(net, input)[0], products(input, rows, 2));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
