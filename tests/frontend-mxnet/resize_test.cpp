// Enlarging, sampling and regions against plain loops.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

Array blocks(const Array& x, int64_t rows, int64_t columns) {
  return computed({x.dims[0], x.dims[1], x.dims[2] * rows, x.dims[3] * columns}, [&](const Shape& p) {
    return x.at({p[0], p[1], p[2] / rows, p[3] / columns});
  });
}

TEST(UpSampling, NearestRepeatsCells) {
  const Array x = noise({1, 2, 3, 4});
  expect_equal(run_layer("UpSampling", {x}, {{"scale", "2"}, {"sample_type", "nearest"}, {"num_args", "1"}}),
               blocks(x, 2, 2));
  expect_equal(run_layer("UpSampling", {x}, {{"scale", "(3, 2)"}, {"sample_type", "nearest"}}),
               blocks(x, 3, 2));
}

TEST(UpSampling, ManyInputsGetOneSize) {
  const Array a = noise({1, 2, 2, 3}), b = noise({1, 1, 4, 6}, 2), c = noise({1, 2, 4, 6}, 3);
  const Array wide = blocks(a, 2, 2);
  expect_equal(run_layer("UpSampling", {a, b}, {{"scale", "2"}, {"num_args", "2"}}),
               computed({1, 3, 4, 6}, [&](const Shape& p) {
                 return p[1] < 2 ? wide.at(p) : b.at({0, 0, p[2], p[3]});
               }));
  expect_equal(
      run_layer("UpSampling", {a, c}, {{"scale", "2"}, {"num_args", "2"}, {"multi_input_mode", "sum"}}),
      computed({1, 2, 4, 6}, [&](const Shape& p) { return wide.at(p) + c.at(p); }));
}

// A transposed convolution of each channel with kernel 2 s - s % 2, stride s and pad ceil((s - 1) / 2).
TEST(UpSampling, BilinearIsATransposedConvolution) {
  for (const int64_t s : {2, 3}) {
    const int64_t kernel = 2 * s - s % 2, pad = (s - 1 + 1) / 2, size = s * 3 - s + kernel - 2 * pad;
    const Array x = noise({1, 2, 3, 3}), w = noise({2, 1, kernel, kernel}, 2);
    Array expected({1, 2, size, size});
    for_each({2, 3, 3, kernel, kernel}, [&](const Shape& p) {
      const int64_t row = p[1] * s + p[3] - pad, column = p[2] * s + p[4] - pad;
      if (row < 0 || column < 0 || row >= size || column >= size) return;
      expected.at({0, p[0], row, column}) += x.at({0, p[0], p[1], p[2]}) * w.at({p[0], 0, p[3], p[4]});
    });
    Net net;
    net.input("x", x.dims).weight("w", w);
    net.layer(
        "UpSampling", "y", {"x", "w"},
        {{"scale", std::to_string(s)}, {"sample_type", "bilinear"}, {"num_filter", "2"}, {"num_args", "2"}});
    expect_equal(net.run({x}), expected);
  }
}

double interpolated(const Array& x, int64_t n, int64_t c, double row, double column) {
  const auto at = [&](int64_t r, int64_t k) -> double {
    return r < 0 || k < 0 || r >= x.dims[2] || k >= x.dims[3] ? 0 : double(x.at({n, c, r, k}));
  };
  const auto top = int64_t(std::floor(row)), left = int64_t(std::floor(column));
  const double v = row - double(top), u = column - double(left);
  return (1 - v) * ((1 - u) * at(top, left) + u * at(top, left + 1)) +
         v * ((1 - u) * at(top + 1, left) + u * at(top + 1, left + 1));
}

Array resized(const Array& x, int64_t height, int64_t width, bool corners) {
  const auto place = [&](int64_t i, int64_t in, int64_t out) {
    if (corners) return out > 1 ? double(i) * double(in - 1) / double(out - 1) : 0.0;
    return std::clamp((double(i) + 0.5) * double(in) / double(out) - 0.5, 0.0, double(in - 1));
  };
  return computed({x.dims[0], x.dims[1], height, width}, [&](const Shape& p) {
    return interpolated(x, p[0], p[1], place(p[2], x.dims[2], height), place(p[3], x.dims[3], width));
  });
}

TEST(BilinearResize, SizesOfAllModes) {
  const Array x = noise({1, 2, 5, 6}), like = noise({1, 1, 7, 3});
  const auto check = [&](const Texts& attributes, int64_t height, int64_t width, bool corners = true) {
    expect_equal(run_layer("_contrib_BilinearResize2D", {x}, attributes), resized(x, height, width, corners));
  };
  check({{"height", "8"}, {"width", "11"}}, 8, 11);
  check({{"height", "1"}, {"width", "1"}}, 1, 1);
  check({{"scale_height", "2"}, {"scale_width", "1.5"}}, 10, 9);
  check({{"height", "8"}, {"width", "11"}, {"align_corners", "False"}}, 8, 11, false);
  check({{"mode", "odd_scale"}, {"scale_height", "2"}, {"scale_width", "2"}}, 9, 12);
  check({{"mode", "to_even_down"}}, 4, 6);
  check({{"mode", "to_even_up"}}, 6, 6);
  check({{"mode", "to_odd_down"}}, 5, 5);
  check({{"mode", "to_odd_up"}}, 5, 7);
  expect_equal(run_layer("_contrib_BilinearResize2D", {x, like}, {{"mode", "like"}}), resized(x, 7, 3, true));
}

// Where a grid position lies in cells: -1 and 1 are the centres of the outer cells.
double cell(double position, int64_t size) { return (position + 1) * double(size - 1) / 2; }

TEST(BilinearSampler, IsZeroOutside) {
  const Array x = noise({1, 2, 4, 5}),
              grid = mapped(noise({1, 2, 3, 3}, 2), [](double v) { return v * 0.7; });
  expect_equal(run_layer("BilinearSampler", {x, grid}), computed({1, 2, 3, 3}, [&](const Shape& p) {
                 return interpolated(x, 0, p[1], cell(grid.at({0, 1, p[2], p[3]}), 4),
                                     cell(grid.at({0, 0, p[2], p[3]}), 5));
               }));
}

double affine(const Array& theta, int64_t row, int64_t i, int64_t j, int64_t height, int64_t width) {
  const double x = -1 + 2.0 * double(j) / double(width - 1), y = -1 + 2.0 * double(i) / double(height - 1);
  return theta.at({0, row * 3}) * x + theta.at({0, row * 3 + 1}) * y + theta.at({0, row * 3 + 2});
}

TEST(GridGenerator, AffineAndWarp) {
  const Array theta = noise({1, 6});
  expect_equal(
      run_layer("GridGenerator", {theta}, {{"transform_type", "affine"}, {"target_shape", "(3, 4)"}}),
      computed({1, 2, 3, 4}, [&](const Shape& p) { return affine(theta, p[1], p[2], p[3], 3, 4); }));
  const Array flow = noise({1, 2, 3, 5});
  expect_equal(run_layer("GridGenerator", {flow}, {{"transform_type", "warp"}}),
               computed(flow.dims, [&](const Shape& p) {
                 const double cells = p[1] == 0 ? 4 : 2, place = double(p[1] == 0 ? p[3] : p[2]);
                 return (flow.at(p) + place) * 2 / cells - 1;
               }));
}

TEST(SpatialTransformer, SamplesAnAffineGrid) {
  const Array x = noise({1, 2, 4, 5}), theta = mapped(noise({1, 6}, 2), [](double v) { return v / 2; });
  expect_equal(
      run_layer("SpatialTransformer", {x, theta},
                {{"transform_type", "affine"}, {"sampler_type", "bilinear"}, {"target_shape", "(3, 3)"}}),
      computed({1, 2, 3, 3},
               [&](const Shape& p) {
                 return interpolated(x, 0, p[1], cell(affine(theta, 1, p[2], p[3], 3, 3), 4),
                                     cell(affine(theta, 0, p[2], p[3], 3, 3), 5));
               }),
      1e-4f);
}

TEST(RoiPooling, TakesTheLargestOfEachBin) {
  const Array x = noise({2, 2, 6, 6}), rois({2, 5}, {0, 0, 0, 7, 7, 1, 4, 2, 11, 9});
  expect_equal(run_layer("ROIPooling", {x, rois}, {{"pooled_size", "(2, 2)"}, {"spatial_scale", "0.5"}}),
               computed({2, 2, 2, 2}, [&](const Shape& p) {
                 const auto edge = [&](int64_t i) { return std::round(rois.at({p[0], i}) * 0.5); };
                 const auto range = [](double first, double last, int64_t i) {
                   const double bin = std::max(last - first + 1, 1.0) / 2;
                   return std::pair(std::max<int64_t>(0, int64_t(first + std::floor(double(i) * bin))),
                                    std::min<int64_t>(6, int64_t(first + std::ceil(double(i + 1) * bin))));
                 };
                 const auto [top, bottom] = range(edge(2), edge(4), p[2]);
                 const auto [left, right] = range(edge(1), edge(3), p[3]);
                 double largest = -1e9;
                 for (int64_t r = top; r < bottom; ++r)
                   for (int64_t k = left; k < right; ++k)
                     largest = std::max(largest, double(x.at({int64_t(rois.at({p[0], 0})), p[1], r, k})));
                 return largest;
               }));
}

// Two samples per bin and direction, at its quarters.
TEST(RoiAlign, AveragesSamples) {
  const Array x = noise({1, 2, 6, 6}), rois({1, 5}, {0, 1, 2, 9, 7});
  for (const bool aligned : {false, true}) {
    const double offset = aligned ? 0.5 : 0;
    const double left = 1 * 0.5 - offset, top = 2 * 0.5 - offset, width = 4, height = 2.5;
    expect_equal(run_layer("_contrib_ROIAlign", {x, rois},
                           {{"pooled_size", "(2, 2)"},
                            {"spatial_scale", "0.5"},
                            {"sample_ratio", "2"},
                            {"aligned", aligned ? "True" : "False"}}),
                 computed({1, 2, 2, 2}, [&](const Shape& p) {
                   double sum = 0;
                   for (int i = 0; i < 2; ++i)
                     for (int j = 0; j < 2; ++j)
                       sum += interpolated(x, 0, p[1], top + (double(p[2]) + (i + 0.5) / 2) * height / 2,
                                           left + (double(p[3]) + (j + 0.5) / 2) * width / 2);
                   return sum / 4;
                 }));
  }
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
