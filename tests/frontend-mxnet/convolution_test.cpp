// Convolutions, transposed ones and dense layers against plain loops.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

struct Window {
  int64_t kernel, stride = 1, pad = 0, dilation = 1, groups = 1;
};

Texts attributes_of(const Window& w, int64_t filters, bool no_bias) {
  const auto pair = [](int64_t v) { return "(" + std::to_string(v) + ", " + std::to_string(v) + ")"; };
  return {{"kernel", pair(w.kernel)},
          {"stride", pair(w.stride)},
          {"pad", pair(w.pad)},
          {"dilate", pair(w.dilation)},
          {"num_group", std::to_string(w.groups)},
          {"num_filter", std::to_string(filters)},
          {"no_bias", no_bias ? "True" : "False"}};
}

// [N, C, H, W] by [F, C / groups, k, k].
Array convolve(const Array& x, const Array& w, const Array* bias, const Window& s) {
  const int64_t extent = (s.kernel - 1) * s.dilation + 1, filters = w.dims[0], depth = w.dims[1];
  const auto size = [&](int64_t in) { return (in + 2 * s.pad - extent) / s.stride + 1; };
  return computed({x.dims[0], filters, size(x.dims[2]), size(x.dims[3])}, [&](const Shape& p) {
    double sum = bias ? bias->at({p[1]}) : 0;
    const int64_t first = p[1] / (filters / s.groups) * depth;
    for_each({depth, s.kernel, s.kernel}, [&](const Shape& k) {
      const int64_t row = p[2] * s.stride - s.pad + k[1] * s.dilation,
                    column = p[3] * s.stride - s.pad + k[2] * s.dilation;
      if (row < 0 || column < 0 || row >= x.dims[2] || column >= x.dims[3]) return;
      sum += double(x.at({p[0], first + k[0], row, column})) * double(w.at({p[1], k[0], k[1], k[2]}));
    });
    return sum;
  });
}

// [N, C, H, W] by [C, F / groups, k, k]: every input cell adds its stamp; `pad` is cut off, `adj` stays.
Array deconvolve(const Array& x, const Array& w, const Window& s, const Shape& begin, const Shape& out) {
  const int64_t depth = w.dims[1], filters = depth * s.groups, inner = x.dims[1] / s.groups;
  Array y({x.dims[0], filters, out[0], out[1]});
  for_each(x.dims, [&](const Shape& p) {
    for_each({depth, s.kernel, s.kernel}, [&](const Shape& k) {
      const int64_t row = p[2] * s.stride + k[1] * s.dilation - begin[0],
                    column = p[3] * s.stride + k[2] * s.dilation - begin[1];
      if (row < 0 || column < 0 || row >= out[0] || column >= out[1]) return;
      y.at({p[0], p[1] / inner * depth + k[0], row, column}) += x.at(p) * w.at({p[1], k[0], k[1], k[2]});
    });
  });
  return y;
}

class Convolution : public testing::TestWithParam<Window> {};

TEST_P(Convolution, EqualsTheSumOverItsWindow) {
  const Window& s = GetParam();
  const int64_t channels = 4, filters = 6;
  const Array x = noise({2, channels, 7, 9}),
              w = noise({filters, channels / s.groups, s.kernel, s.kernel}, 2), b = noise({filters}, 3);
  Net net;
  net.input("x", x.dims).weight("w", w).weight("b", b);
  net.layer("Convolution", "y", {"x", "w", "b"}, attributes_of(s, filters, false));
  expect_equal(net.run({x}), convolve(x, w, &b, s));
}

INSTANTIATE_TEST_SUITE_P(Windows, Convolution,
                         testing::Values(Window{1}, Window{3}, Window{3, 2, 1}, Window{3, 1, 2, 2},
                                         Window{5, 3, 2}, Window{3, 1, 1, 1, 2}, Window{2, 2, 0, 1, 2}));

TEST(ConvolutionLayer, WithoutBiasAndDepthwise) {
  const Window s{3, 1, 1, 1, 4};
  const Array x = noise({1, 4, 5, 5}), w = noise({4, 1, 3, 3}, 2);
  Net net;
  net.input("x", x.dims).weight("w", w).layer("Convolution", "y", {"x", "w"}, attributes_of(s, 4, true));
  expect_equal(net.run({x}), convolve(x, w, nullptr, s));
}

TEST(ConvolutionLayer, OneDimension) {
  const Array x = noise({2, 3, 8}), w = noise({4, 3, 3}, 2);
  const Array expected = computed({2, 4, 4}, [&](const Shape& p) {
    double sum = 0;
    for (int64_t c = 0; c < 3; ++c)
      for (int64_t k = 0; k < 3; ++k)
        if (const int64_t i = p[2] * 2 - 1 + k; i >= 0 && i < 8)
          sum += x.at({p[0], c, i}) * w.at({p[1], c, k});
    return sum;
  });
  Net net;
  net.input("x", x.dims).weight("w", w);
  net.layer("Convolution", "y", {"x", "w"},
            {{"kernel", "(3,)"}, {"stride", "(2,)"}, {"pad", "(1,)"}, {"num_filter", "4"}, {"no_bias", "1"}});
  expect_equal(net.run({x}), expected);
}

TEST(ConvolutionLayer, ThreeDimensions) {
  const Array x = noise({1, 2, 3, 4, 4}), w = noise({3, 2, 2, 2, 2}, 2);
  const Array expected = computed({1, 3, 2, 3, 3}, [&](const Shape& p) {
    double sum = 0;
    for_each({2, 2, 2, 2}, [&](const Shape& k) {
      sum += x.at({0, k[0], p[2] + k[1], p[3] + k[2], p[4] + k[3]}) * w.at({p[1], k[0], k[1], k[2], k[3]});
    });
    return sum;
  });
  Net net;
  net.input("x", x.dims).weight("w", w);
  net.layer("Convolution", "y", {"x", "w"},
            {{"kernel", "(2, 2, 2)"}, {"num_filter", "3"}, {"no_bias", "True"}});
  expect_equal(net.run({x}), expected);
}

TEST(ConvolutionLayer, ChannelsLast) {
  const Window s{3, 2, 1};
  const Array x = noise({1, 5, 6, 3}),
              w = noise({4, 3, 3, 3}, 2);  // NHWC; weights are filters, H, W, channels
  const Array x_first = computed({1, 3, 5, 6}, [&](const Shape& p) {
    return x.at({p[0], p[2], p[3], p[1]});
  });
  const Array w_first = computed({4, 3, 3, 3}, [&](const Shape& p) {
    return w.at({p[0], p[2], p[3], p[1]});
  });
  const Array y = convolve(x_first, w_first, nullptr, s);
  Texts attributes = attributes_of(s, 4, true);
  attributes.emplace_back("layout", "NHWC");
  Net net;
  net.input("x", x.dims).weight("w", w).layer("Convolution", "y", {"x", "w"}, attributes);
  expect_equal(net.run({x}), computed({1, y.dims[2], y.dims[3], 4}, [&](const Shape& p) {
                 return y.at({p[0], p[3], p[1], p[2]});
               }));
}

TEST(DeconvolutionLayer, PadsAndAdjustments) {
  for (const int64_t groups : {1, 2}) {
    const Window s{4, 2, 1, 1, groups};
    const Array x = noise({2, 4, 3, 5}), w = noise({4, 6 / groups, 4, 4}, 2);
    Texts attributes = attributes_of(s, 6, true);
    Net net;
    net.input("x", x.dims).weight("w", w).layer("Deconvolution", "y", {"x", "w"}, attributes);
    expect_equal(net.run({x}), deconvolve(x, w, s, {1, 1}, {6, 10}));

    attributes.emplace_back("adj", "(1, 0)");
    Net adjusted;
    adjusted.input("x", x.dims).weight("w", w).layer("Deconvolution", "y", {"x", "w"}, attributes);
    expect_equal(adjusted.run({x}), deconvolve(x, w, s, {1, 1}, {7, 10}));
  }
}

TEST(DeconvolutionLayer, AdjustmentBeyondTheStampIsZero) {
  const Window s{2, 3};
  const Array x = noise({1, 1, 2, 2}), w = noise({1, 1, 2, 2}, 2);
  Texts attributes = attributes_of(s, 1, true);
  attributes.emplace_back("adj", "(2, 1)");
  Net net;
  net.input("x", x.dims).weight("w", w).layer("Deconvolution", "y", {"x", "w"}, attributes);
  expect_equal(net.run({x}), deconvolve(x, w, s, {0, 0}, {7, 6}));
}

// The surplus of 2 * (5 - 1) + 4 = 12 cells over the target is cut evenly, one more at the beginning.
TEST(DeconvolutionLayer, TargetShapeDecidesThePads) {
  const Window s{4, 2};
  const Array x = noise({1, 2, 5, 5}), w = noise({2, 3, 4, 4}, 2);
  Texts attributes = attributes_of(s, 3, true);
  attributes.emplace_back("target_shape", "(10, 9)");
  Net net;
  net.input("x", x.dims).weight("w", w).layer("Deconvolution", "y", {"x", "w"}, attributes);
  expect_equal(net.run({x}), deconvolve(x, w, s, {1, 2}, {10, 9}));
}

TEST(DeconvolutionLayer, BiasOnlyWhereAskedFor) {
  const Window s{2, 2};
  const Array x = noise({1, 1, 2, 2}), w = noise({1, 2, 2, 2}, 2), b({2}, {10, 20});
  Array expected = deconvolve(x, w, s, {0, 0}, {4, 4});
  for_each(expected.dims, [&](const Shape& p) { expected.at(p) += b.at({p[1]}); });
  Net net;
  net.input("x", x.dims).weight("w", w).weight("b", b);
  net.layer("Deconvolution", "y", {"x", "w", "b"}, attributes_of(s, 2, false));
  expect_equal(net.run({x}), expected);
}

Array dense(const Array& x, const Array& w, const Array* b) {
  const int64_t features = w.dims[1], rows = element_count(x.dims) / features;
  return computed({rows, w.dims[0]}, [&](const Shape& p) {
    double sum = b ? b->at({p[1]}) : 0;
    for (int64_t i = 0; i < features; ++i) sum += x.values[size_t(p[0] * features + i)] * w.at({p[1], i});
    return sum;
  });
}

TEST(FullyConnected, FlattensByDefault) {
  const Array x = noise({2, 3, 2, 2}), w = noise({5, 12}, 2), b = noise({5}, 3);
  Net net;
  net.input("x", x.dims).weight("w", w).weight("b", b);
  net.layer("FullyConnected", "y", {"x", "w", "b"}, {{"num_hidden", "5"}});
  expect_equal(net.run({x}), dense(x, w, &b));
}

TEST(FullyConnected, OfTheLastAxisAlone) {
  const Array x = noise({2, 3, 4}), w = noise({5, 4}, 2), b = noise({5}, 3);
  for (const bool has_bias : {true, false}) {
    Array expected = dense(x, w, has_bias ? &b : nullptr);
    expected.dims = {2, 3, 5};
    Net net;
    net.input("x", x.dims).weight("w", w).weight("b", b);
    std::vector<std::string> inputs = {"x", "w"};
    if (has_bias) inputs.emplace_back("b");
    net.layer("FullyConnected", "y", inputs,
              {{"num_hidden", "5"}, {"flatten", "False"}, {"no_bias", has_bias ? "False" : "True"}});
    expect_equal(net.run({x}), expected);
  }
}

TEST(FullyConnected, OfOneRow) {
  const Array x = noise({1, 4}), w = noise({3, 4}, 2);
  Net net;
  net.input("x", x.dims).weight("w", w);
  net.layer("FullyConnected", "y", {"x", "w"}, {{"num_hidden", "3"}, {"no_bias", "True"}});
  expect_equal(net.run({x}), dense(x, w, nullptr));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
