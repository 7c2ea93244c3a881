#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

// The definition of a grouped 2-d convolution, one output cell at a time.
std::vector<float> direct(const Tensor& x, const Tensor& w, const Shape& y, int64_t group, int64_t stride,
                          int64_t dilation, int64_t pad) {
  std::vector<float> result;
  const int64_t filters = y[1] / group;
  for (int64_t n = 0; n < y[0]; ++n)
    for (int64_t m = 0; m < y[1]; ++m)
      for (int64_t i = 0; i < y[2]; ++i)
        for (int64_t j = 0; j < y[3]; ++j) {
          float sum = 0;
          for (int64_t c = 0; c < w.dims[1]; ++c)
            for (int64_t a = 0; a < w.dims[2]; ++a)
              for (int64_t b = 0; b < w.dims[3]; ++b) {
                const int64_t row = i * stride + a * dilation - pad, column = j * stride + b * dilation - pad;
                if (row < 0 || column < 0 || row >= x.dims[2] || column >= x.dims[3]) continue;
                const int64_t channel = m / filters * w.dims[1] + c;
                sum += x.data<float>()[((n * x.dims[1] + channel) * x.dims[2] + row) * x.dims[3] + column] *
                       w.data<float>()[((m * w.dims[1] + c) * w.dims[2] + a) * w.dims[3] + b];
              }
          result.push_back(sum);
        }
  return result;
}

TEST(Conv, AgreesWithTheDefinition) {
  const Tensor x = iota({2, 4, 7, 6}), w = iota({6, 2, 3, 2});
  const Node node = make_node(
      "Conv", 2,
      {integer("group", 2), ints("strides", {2, 2}), ints("dilations", {2, 2}), ints("pads", {2, 2, 2, 2})});
  const Tensor y = run(node, {x, w})[0];
  EXPECT_EQ((Shape{2, 6, 4, 4}), y.dims);
  EXPECT_EQ(direct(x, w, y.dims, 2, 2, 2, 2), values<float>(y));
}

TEST(Conv, AddsTheBiasOnceInEveryRank) {
  const Tensor bias = Tensor::from(std::vector<float>{10});
  const Tensor line = run(make_node("Conv", 3), {iota({1, 1, 4}), iota({1, 1, 2}), bias})[0];
  EXPECT_EQ((std::vector<float>{11, 12, 13}), values<float>(line));
  const Tensor cube = run(make_node("Conv", 3), {iota({1, 1, 2, 2, 2}), iota({1, 1, 2, 2, 2}), bias})[0];
  EXPECT_EQ((std::vector<float>{150}), values<float>(cube));
}

TEST(Conv, ComputesHalfPrecisionInFloat) {
  Tensor x(DataType::Float16, {1, 1, 2}), w(DataType::Float16, {1, 1, 2});
  for (int i = 0; i < 2; ++i) x.mutable_data<Half>()[i] = w.mutable_data<Half>()[i] = Half(1.5f);
  const Tensor y = run(make_node("Conv", 2), {x, w})[0];
  ASSERT_EQ(DataType::Float16, y.type);
  EXPECT_EQ(4.5f, float(y.data<Half>()[0]));
}

// <conv(x), y> = <x, conv_transpose(y)> for the same weights and window.
TEST(ConvTranspose, IsTheAdjointOfConv) {
  const std::vector<Attribute> attributes = {integer("group", 2), ints("strides", {2, 3}),
                                             ints("dilations", {1, 2}), ints("pads", {1, 0, 0, 2})};
  const Tensor x = iota({1, 4, 7, 9}), w = iota({6, 2, 2, 3});
  const Tensor y = run(make_node("Conv", 2, attributes), {x, w})[0];
  const Tensor other = iota(y.dims);
  const Node transposed = make_node("ConvTranspose", 2, attributes);
  const Tensor back = run(transposed, {other, w})[0];
  double left = 0, right = 0;
  for (int64_t i = 0; i < y.count(); ++i) left += double(y.data<float>()[i]) * double(other.data<float>()[i]);
  ASSERT_EQ(4, back.dims[1]);
  for (int64_t c = 0; c < 4; ++c)
    for (int64_t h = 0; h < std::min<int64_t>(7, back.dims[2]); ++h)
      for (int64_t v = 0; v < std::min<int64_t>(9, back.dims[3]); ++v)
        right += double(x.data<float>()[(c * 7 + h) * 9 + v]) *
                 double(back.data<float>()[(c * back.dims[2] + h) * back.dims[3] + v]);
  EXPECT_NEAR(left, right, 1e-6 * left);
}

TEST(QLinearConv, TakesOneScalePerFilter) {
  const Tensor x = Tensor::from(std::vector<uint8_t>{138, 118}, {1, 1, 2});
  const Tensor w = Tensor::from(std::vector<int8_t>{1, 2}, {2, 1, 1});
  const auto f = [](float v) { return Tensor::scalar(v); };
  const Tensor y =
      run(make_node("QLinearConv", 8),
          {x, f(0.5f), Tensor::scalar(uint8_t{128}), w, Tensor::from(std::vector<float>{1, 0.25f}),
           Tensor::from(std::vector<int8_t>{0, 1}), f(2), Tensor::scalar(int8_t{3})})[0];
  EXPECT_EQ((std::vector<int8_t>{5, 1, 4, 2}), values<int8_t>(y));  // 2.5 and 0.625, halves to even
}

}  // namespace
}  // namespace quern::ops::test
