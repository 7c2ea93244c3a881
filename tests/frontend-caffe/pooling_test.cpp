// Pooling, against loops written from its definition.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::HasSubstr;

struct Pool {
  int64_t height, width, kernel, stride, pad;
  bool ceil = true;
};

// Windows begin at i * stride - pad; averages divide by the cells inside of input and padding.
Tensor pooled(const Tensor& x, const Pool& p, bool average) {
  const auto size = [&](int64_t in) {
    const int64_t room = in + 2 * p.pad - p.kernel;
    int64_t out = (p.ceil ? (room + p.stride - 1) / p.stride : room / p.stride) + 1;
    if (p.pad > 0 && (out - 1) * p.stride >= in + p.pad) --out;
    return out;
  };
  Tensor y(DataType::Float, {x.dims[0], x.dims[1], size(x.dims[2]), size(x.dims[3])});
  float* out = y.mutable_data<float>();
  for (int64_t plane = 0; plane < x.dims[0] * x.dims[1]; ++plane)
    for (int64_t i = 0; i < y.dims[2]; ++i)
      for (int64_t j = 0; j < y.dims[3]; ++j) {
        const int64_t top = i * p.stride - p.pad, left = j * p.stride - p.pad;
        const int64_t bottom = std::min(top + p.kernel, x.dims[2] + p.pad),
                      right = std::min(left + p.kernel, x.dims[3] + p.pad);
        double sum = 0, most = -1e30;
        for (int64_t r = std::max<int64_t>(top, 0); r < std::min(bottom, x.dims[2]); ++r)
          for (int64_t c = std::max<int64_t>(left, 0); c < std::min(right, x.dims[3]); ++c) {
            const double value = x.data<float>()[(plane * x.dims[2] + r) * x.dims[3] + c];
            sum += value;
            most = std::max(most, value);
          }
        *out++ = float(average ? sum / double((bottom - top) * (right - left)) : most);
      }
  return y;
}

class Pools : public testing::TestWithParam<Pool> {};

TEST_P(Pools, MaximumAndAverage) {
  const Pool& p = GetParam();
  const Tensor x = noise({2, 3, p.height, p.width});
  for (const bool average : {false, true}) {
    const std::string text = "pooling_param { pool: " + std::string(average ? "AVE" : "MAX") +
                             " kernel_size: " + std::to_string(p.kernel) +
                             " stride: " + std::to_string(p.stride) + " pad: " + std::to_string(p.pad) +
                             (p.ceil ? "" : " round_mode: FLOOR") + " }";
    const Tensor want = pooled(x, p, average);
    expect_near(run(layer("Pooling", text), x), want.dims, want.to_float());
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Pools,
                         testing::Values(Pool{6, 6, 2, 2, 0}, Pool{7, 8, 2, 2, 0}, Pool{7, 6, 3, 2, 0},
                                         Pool{8, 8, 3, 2, 1}, Pool{5, 7, 3, 2, 1}, Pool{7, 7, 3, 3, 1},
                                         Pool{6, 5, 5, 1, 2}, Pool{4, 4, 2, 3, 1}, Pool{7, 8, 2, 2, 0, false},
                                         Pool{7, 6, 3, 2, 1, false}));

TEST(Pooling, OverTheWholeImage) {
  const Tensor x = iota({1, 2, 2, 2});
  expect_near(run(layer("Pooling", "pooling_param { pool: AVE global_pooling: true }"), x), {1, 2, 1, 1},
              {1.5f, 5.5f});
  expect_near(run(layer("Pooling", "pooling_param { global_pooling: true }"), x), {1, 2, 1, 1}, {3, 7});
}

TEST(Pooling, SidesOfDifferentLength) {
  const Tensor x = iota({1, 1, 2, 4});
  expect_near(run(layer("Pooling",
                        "pooling_param { kernel_h: 1 kernel_w: 2 stride_h: 1 stride_w: 2 ceil_mode: false }"),
                  x),
              {1, 1, 2, 2}, {1, 3, 5, 7});
}

TEST(Pooling, StochasticAfterTraining) {
  const Tensor x = Tensor::from<float>({1, 3, 0, 0}, {1, 1, 2, 2});
  expect_near(run(layer("Pooling", "pooling_param { pool: STOCHASTIC kernel_size: 2 }"), x), {1, 1, 1, 1},
              {2.5f});
}

TEST(Pooling, PositionsTakeValuesBack) {
  const Tensor x = Tensor::from<float>({1, 5, 2, 3, 4, 0, 0, 9}, {1, 2, 2, 2});
  const std::string net = input(x.dims) + R"(
    layer { name: "p" type: "Pooling" bottom: "x" top: "p" top: "mask" pooling_param { kernel_size: 2 stride: 2 } }
    layer { name: "u" type: "Upsample" bottom: "p" bottom: "mask" top: "y" upsample_param { scale: 2 } })";
  expect_near(run_all(net, {x}).at(0), x.dims, {0, 5, 0, 0, 0, 0, 0, 9});
}

TEST(Pooling, WhatDoesNotFit) {
  const Tensor x = noise({1, 1, 4, 4});
  EXPECT_THAT(error_of([&] { run(layer("Pooling", "pooling_param { kernel_size: 7 }"), x); }),
              HasSubstr("does not fit"));
  EXPECT_THAT(error_of([&] { run(layer("Pooling", "pooling_param { kernel_size: 2 pad: 2 }"), x); }),
              HasSubstr("padding"));
  EXPECT_THAT(error_of([&] { run(layer("Pooling"), x); }), HasSubstr("kernel_size"));
  EXPECT_THAT(error_of([&] { run(layer("Pooling", "pooling_param { kernel_size: 2 pool: MEDIAN }"), x); }),
              HasSubstr("one of MAX, AVE, STOCHASTIC"));
}

TEST(Spp, BinsOfEveryLevel) {
  const Tensor x = noise({2, 3, 5, 6});
  const Tensor y = run(layer("SPP", "spp_param { pyramid_height: 2 }"), x);
  ASSERT_EQ(y.dims, (Shape{2, 3 * (1 + 4)}));
  for (int64_t n = 0; n < 2; ++n)
    for (int64_t c = 0; c < 3; ++c) {
      const float* plane = x.data<float>() + (n * 3 + c) * 30;
      EXPECT_EQ(y.data<float>()[n * 15 + c], *std::max_element(plane, plane + 30));
    }
  // Level 1 of an axis of 5 cells: kernels of 3 with one cell of padding in front; of 6 cells: kernels of 3.
  const float* plane = x.data<float>();
  float most = -1e30f;
  for (int64_t r = 0; r < 2; ++r)
    for (int64_t k = 0; k < 3; ++k) most = std::max(most, plane[r * 6 + k]);
  EXPECT_EQ(y.data<float>()[3], most);
}

TEST(Lrn, BothRegions) {
  const Tensor x = noise({1, 5, 4, 4});
  const auto value = [&](int64_t c, int64_t r, int64_t k) {
    return c < 0 || r < 0 || k < 0 || c > 4 || r > 3 || k > 3 ? 0.0
                                                              : double(x.data<float>()[(c * 4 + r) * 4 + k]);
  };
  std::vector<float> across, within;
  for (int64_t c = 0; c < 5; ++c)
    for (int64_t r = 0; r < 4; ++r)
      for (int64_t k = 0; k < 4; ++k) {
        double channels = 0, cells = 0;
        for (int64_t i = -1; i <= 1; ++i) {
          channels += value(c + i, r, k) * value(c + i, r, k);
          for (int64_t j = -1; j <= 1; ++j) cells += value(c, r + i, k + j) * value(c, r + i, k + j);
        }
        across.push_back(float(value(c, r, k) / std::pow(2 + 0.5 / 3 * channels, 0.6)));
        within.push_back(float(value(c, r, k) / std::pow(1 + 0.5 / 9 * cells, 0.6)));
      }
  const std::string common = "lrn_param { local_size: 3 alpha: 0.5 beta: 0.6 ";
  expect_near(run(layer("LRN", common + "k: 2 }"), x), x.dims, across);
  expect_near(run(layer("LRN", common + "norm_region: WITHIN_CHANNEL }"), x), x.dims, within);
}

}  // namespace
}  // namespace quern::frontend::caffe::test
