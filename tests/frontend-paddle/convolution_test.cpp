// Convolutions, transposed convolutions and batch normalisation, against plain loops.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

struct Window {
  int64_t stride_y = 1, stride_x = 1, top = 0, left = 0, bottom = 0, right = 0, dilation = 1, groups = 1;
};

// [N, C, H, W] with [M, C / groups, kH, kW].
Tensor convolved(const Tensor& x, const Tensor& w, const Window& p) {
  const int64_t height = x.dims[2] + p.top + p.bottom - (w.dims[2] - 1) * p.dilation - 1,
                width = x.dims[3] + p.left + p.right - (w.dims[3] - 1) * p.dilation - 1;
  const Shape shape = {x.dims[0], w.dims[0], height / p.stride_y + 1, width / p.stride_x + 1};
  const int64_t per_group = w.dims[0] / p.groups;
  return Tensor::from(
      computed(
          shape,
          [&](const Shape& i) {
            double sum = 0;
            for_each_index({w.dims[1], w.dims[2], w.dims[3]}, [&](const Shape& k) {
              const int64_t row = i[2] * p.stride_y - p.top + k[1] * p.dilation,
                            column = i[3] * p.stride_x - p.left + k[2] * p.dilation;
              if (row < 0 || column < 0 || row >= x.dims[2] || column >= x.dims[3]) return;
              const int64_t channel = i[1] / per_group * w.dims[1] + k[0];
              sum += double(at(x, {i[0], channel, row, column})) * double(at(w, {i[1], k[0], k[1], k[2]}));
            });
            return sum;
          }),
      shape);
}

Tensor run_conv(const std::string& type, const Tensor& x, const Tensor& w, const Attributes& attributes) {
  ProgramBuilder program;
  program.input("x", x.dims).parameter("w", w);
  program.op(type, {{"Input", {"x"}}, {"Filter", {"w"}}}, {{"Output", {"y"}}}, attributes).output("y");
  return run(program, {x});
}

void expect_conv(const Tensor& x, const Tensor& w, const Window& window, const Attributes& attributes,
                 const std::string& type = "conv2d") {
  const Tensor expected = convolved(x, w, window);
  expect_tensor(run_conv(type, x, w, attributes), expected.dims, expected.to_float(), 1e-4f);
}

using Ints = std::vector<int>;
const Tensor kImage = sample({2, 4, 9, 7}, 1);

TEST(Conv2d, WithStridesPadsAndGroups) {
  expect_conv(kImage, sample({6, 4, 3, 3}, 2), {1, 1, 1, 1, 1, 1},
              {{"strides", Ints{1, 1}}, {"paddings", Ints{1, 1}}, {"dilations", Ints{1, 1}}, {"groups", 1}});
  expect_conv(kImage, sample({6, 2, 3, 1}, 3), {2, 3, 2, 0, 2, 0, 1, 2},
              {{"strides", Ints{2, 3}}, {"paddings", Ints{2, 0}}, {"groups", 2}});
  expect_conv(kImage, sample({3, 4, 3, 3}, 4), {1, 1, 2, 2, 2, 2, 2},
              {{"paddings", Ints{2, 2}}, {"dilations", Ints{2, 2}}});
}

TEST(Conv2d, TakesFourAndEightPads) {
  const Tensor w = sample({3, 4, 3, 3}, 5);
  expect_conv(kImage, w, {1, 1, 1, 2, 0, 3}, {{"paddings", Ints{1, 0, 2, 3}}});
  expect_conv(kImage, w, {1, 1, 1, 2, 0, 3}, {{"paddings", Ints{0, 0, 0, 0, 1, 0, 2, 3}}});
}

TEST(Conv2d, PadsSameAndValid) {
  const Tensor w = sample({3, 4, 3, 2}, 6);
  // ceil(9 / 2) = 5 rows need 4 * 2 + 3 - 9 = 2 more, ceil(7 / 2) = 4 columns 3 * 2 + 2 - 7 = 1 more.
  expect_conv(
      kImage, w, {2, 2, 1, 0, 1, 1},
      {{"strides", Ints{2, 2}}, {"paddings", Ints{5, 5}}, {"padding_algorithm", std::string("SAME")}});
  expect_conv(
      kImage, w, {2, 2},
      {{"strides", Ints{2, 2}}, {"paddings", Ints{5, 5}}, {"padding_algorithm", std::string("VALID")}});
}

TEST(Conv2d, Depthwise) {
  expect_conv(kImage, sample({8, 1, 3, 3}, 7), {1, 1, 1, 1, 1, 1, 1, 4},
              {{"paddings", Ints{1, 1}}, {"groups", 4}}, "depthwise_conv2d");
  expect_conv(kImage, sample({4, 1, 2, 2}, 8), {1, 1, 0, 0, 0, 0, 1, 4}, {}, "depthwise_conv2d");
}

Tensor moved(const Tensor& x, const std::vector<size_t>& order) {
  Shape shape;
  for (const size_t axis : order) shape.push_back(x.dims[axis]);
  return Tensor::from(computed(shape,
                               [&](const Shape& i) {
                                 Shape from(i.size());
                                 for (size_t k = 0; k < i.size(); ++k) from[order[k]] = i[k];
                                 return at(x, from);
                               }),
                      shape);
}

TEST(Conv2d, OfChannelsLast) {
  const Tensor w = sample({3, 4, 3, 3}, 9), expected = convolved(kImage, w, {2, 1, 1, 0, 1, 0});
  const Tensor y =
      run_conv("conv2d", moved(kImage, {0, 2, 3, 1}), w,
               {{"strides", Ints{2, 1}}, {"paddings", Ints{1, 0}}, {"data_format", std::string("NHWC")}});
  const Tensor last = moved(expected, {0, 2, 3, 1});
  expect_tensor(y, last.dims, last.to_float(), 1e-4f);
}

TEST(Conv3d, IsAConvolutionPerSliceOfAFlatKernel) {
  const Tensor x = sample({1, 2, 3, 5, 4}, 1), w = sample({3, 2, 1, 2, 3}, 2);
  const Tensor y = run_conv("conv3d", x, w, {{"strides", Ints{1, 1, 1}}, {"paddings", Ints{0, 0, 0}}});
  ASSERT_EQ(y.dims, (Shape{1, 3, 3, 4, 2}));
  for (int64_t d = 0; d < 3; ++d) {
    const Tensor slice = Tensor::from(computed({1, 2, 5, 4},
                                               [&](const Shape& i) {
                                                 return at(x, {0, i[1], d, i[2], i[3]});
                                               }),
                                      {1, 2, 5, 4});
    const Tensor expected = convolved(slice, w.reshaped({3, 2, 2, 3}), {});
    for_each_index(expected.dims, [&](const Shape& i) {
      EXPECT_NEAR(at(y, {0, i[1], d, i[2], i[3]}), at(expected, i), 1e-4);
    });
  }
}

TEST(FusedConv2d, AddsBiasAndResidueAndActivates) {
  const Tensor w = sample({4, 4, 1, 1}, 2), b = sample({4}, 3), residue = sample({2, 4, 9, 7}, 4);
  ProgramBuilder program;
  program.input("x", kImage.dims).input("r", residue.dims).parameter("w", w).parameter("b", b);
  program.op("conv2d_fusion", {{"Input", {"x"}}, {"Filter", {"w"}}, {"Bias", {"b"}}, {"ResidualData", {"r"}}},
             {{"Output", {"y"}}}, {{"activation", std::string("relu")}});
  program.output("y");
  const Tensor sum = convolved(kImage, w, {});
  expect_near(
      run(program, {kImage, residue}),
      computed(sum.dims,
               [&](const Shape& i) { return std::max(0.0f, at(sum, i) + at(b, {i[1]}) + at(residue, i)); }),
      1e-4f);
}

// Adds each input cell, times the kernel, to the output cells that it reaches.
Tensor transposed(const Tensor& x, const Tensor& w, const Window& p, int64_t extra = 0) {
  const int64_t height = (x.dims[2] - 1) * p.stride_y + (w.dims[2] - 1) * p.dilation + 1 - p.top - p.bottom +
                         extra,
                width = (x.dims[3] - 1) * p.stride_x + (w.dims[3] - 1) * p.dilation + 1 - p.left - p.right +
                        extra;
  const int64_t outputs = w.dims[1], inputs = x.dims[1] / p.groups;
  Tensor y(DataType::Float, {x.dims[0], outputs * p.groups, height, width});
  for_each_index(x.dims, [&](const Shape& i) {
    for_each_index({outputs, w.dims[2], w.dims[3]}, [&](const Shape& k) {
      const int64_t row = i[2] * p.stride_y - p.top + k[1] * p.dilation,
                    column = i[3] * p.stride_x - p.left + k[2] * p.dilation;
      if (row < 0 || column < 0 || row >= height || column >= width) return;
      const int64_t channel = i[1] / inputs * outputs + k[0];
      y.mutable_data<float>()[((i[0] * outputs * p.groups + channel) * height + row) * width + column] +=
          at(x, i) * at(w, {i[1], k[0], k[1], k[2]});
    });
  });
  return y;
}

void expect_transposed(const Tensor& x, const Tensor& w, const Window& window, int64_t extra,
                       const Attributes& attributes, const std::string& type = "conv2d_transpose") {
  const Tensor expected = transposed(x, w, window, extra);
  expect_tensor(run_conv(type, x, w, attributes), expected.dims, expected.to_float(), 1e-4f);
}

TEST(Conv2dTranspose, EnlargesWithPadsGroupsAndOutputSize) {
  const Tensor x = sample({2, 4, 5, 3}, 1);
  expect_transposed(x, sample({4, 3, 2, 2}, 2), {2, 2}, 0, {{"strides", Ints{2, 2}}});
  expect_transposed(x, sample({4, 3, 4, 4}, 3), {2, 2, 1, 1, 1, 1}, 0,
                    {{"strides", Ints{2, 2}}, {"paddings", Ints{1, 1}}});
  expect_transposed(
      x, sample({4, 2, 3, 3}, 4), {2, 2, 1, 1, 1, 1, 1, 2}, 1,
      {{"strides", Ints{2, 2}}, {"paddings", Ints{1, 1}}, {"groups", 2}, {"output_padding", Ints{1, 1}}});
  // (5 - 1) * 2 + 3 - 2 = 9 rows and 5 columns, one more of each.
  expect_transposed(x, sample({4, 2, 3, 3}, 5), {2, 2, 1, 1, 1, 1}, 1,
                    {{"strides", Ints{2, 2}}, {"paddings", Ints{1, 1}}, {"output_size", Ints{10, 6}}});
  expect_transposed(x, sample({4, 1, 2, 2}, 6), {2, 2, 0, 0, 0, 0, 1, 4}, 0, {{"strides", Ints{2, 2}}},
                    "depthwise_conv2d_transpose");
}

TEST(Conv2dTranspose, RefusesAnImpossibleOutputSize) {
  EXPECT_THAT(error_of([] {
                run_conv("conv2d_transpose", sample({1, 1, 2, 2}), sample({1, 1, 2, 2}),
                         {{"strides", Ints{2, 2}}, {"output_size", Ints{9, 9}}});
              }),
              testing::HasSubstr("output_size 9 cannot be"));
}

// Offsets of halves of a cell, up to one cell in each direction.
TEST(DeformableConv, MovesItsTaps) {
  const Tensor x = sample({2, 4, 6, 5}, 1), filter = sample({4, 2, 3, 3}, 2), mask = sample({2, 18, 3, 3}, 3);
  Tensor offset(DataType::Float, {2, 36, 3, 3});
  for (int64_t i = 0; i < offset.count(); ++i) offset.mutable_data<float>()[i] = float(i * 7 % 5 - 2) / 2;
  const auto cell = [&](int64_t n, int64_t c, double y, double x_position) {
    double sum = 0;
    for (const double row : {std::floor(y), std::floor(y) + 1})
      for (const double column : {std::floor(x_position), std::floor(x_position) + 1}) {
        if (row < 0 || column < 0 || row >= 6 || column >= 5) continue;
        sum += (1 - std::abs(y - row)) * (1 - std::abs(x_position - column)) *
               double(at(x, {n, c, int64_t(row), int64_t(column)}));
      }
    return sum;
  };
  for (const bool masked : {true, false}) {
    ProgramBuilder program;
    program.input("x", x.dims).input("o", offset.dims).input("m", mask.dims).parameter("w", filter);
    Slots inputs = {{"Input", {"x"}}, {"Offset", {"o"}}, {"Filter", {"w"}}};
    if (masked) inputs.push_back({"Mask", {"m"}});
    program.op(masked ? "deformable_conv" : "deformable_conv_v1", inputs, {{"Output", {"y"}}},
               {{"strides", Ints{2, 2}},
                {"paddings", Ints{1, 1}},
                {"dilations", Ints{1, 1}},
                {"groups", 2},
                {"deformable_groups", 2}});
    expect_tensor(
        run(program.output("y"), {x, offset, mask}), {2, 4, 3, 3},
        computed(
            {2, 4, 3, 3},
            [&](const Shape& i) {
              double sum = 0;
              for_each_index({2, 3, 3}, [&](const Shape& k) {
                const int64_t channel = i[1] / 2 * 2 + k[0], field = channel / 2 * 9 + k[1] * 3 + k[2];
                const double y =
                    double(i[2] * 2 - 1 + k[1]) + double(at(offset, {i[0], 2 * field, i[2], i[3]}));
                const double column =
                    double(i[3] * 2 - 1 + k[2]) + double(at(offset, {i[0], 2 * field + 1, i[2], i[3]}));
                const double factor = masked ? double(at(mask, {i[0], field, i[2], i[3]})) : 1;
                sum += cell(i[0], channel, y, column) * factor * double(at(filter, {i[1], k[0], k[1], k[2]}));
              });
              return sum;
            }),
        1e-4f);
  }
}

TEST(BatchNorm, UsesItsRunningStatistics) {
  const Tensor scale = sample({4}, 1), bias = sample({4}, 2), mean = sample({4}, 3);
  const Tensor variance = Tensor::from<float>({0.5f, 1, 2, 0.1f});
  for (const bool last : {false, true}) {
    const Tensor x = last ? moved(kImage, {0, 2, 3, 1}) : kImage;
    ProgramBuilder program;
    program.input("x", x.dims).parameter("s", scale).parameter("b", bias).parameter("m", mean);
    program.parameter("v", variance);
    // As exporters write it: the running statistics are updated in place.
    program.op("batch_norm",
               {{"X", {"x"}}, {"Scale", {"s"}}, {"Bias", {"b"}}, {"Mean", {"m"}}, {"Variance", {"v"}}},
               {{"Y", {"y"}},
                {"MeanOut", {"m"}},
                {"VarianceOut", {"v"}},
                {"SavedMean", {"sm"}},
                {"SavedVariance", {"sv"}}},
               {{"epsilon", 1e-3f}, {"is_test", true}, {"data_layout", std::string(last ? "NHWC" : "NCHW")}});
    program.output("y");
    const size_t axis = last ? 3 : 1;
    expect_near(run(program, {x}),
                computed(x.dims,
                         [&](const Shape& i) {
                           const Shape c = {i[axis]};
                           return (at(x, i) - at(mean, c)) / std::sqrt(at(variance, c) + 1e-3f) *
                                      at(scale, c) +
                                  at(bias, c);
                         }),
                1e-4f);
  }
}

TEST(AffineChannel, ScalesAndShiftsChannels) {
  const Tensor scale = sample({4}, 1), bias = sample({4}, 2);
  ProgramBuilder program;
  program.input("x", kImage.dims).parameter("s", scale).parameter("b", bias);
  program.op("affine_channel", {{"X", {"x"}}, {"Scale", {"s"}}, {"Bias", {"b"}}}, {{"Out", {"y"}}})
      .output("y");
  expect_near(run(program, {kImage}), computed(kImage.dims, [&](const Shape& i) {
                return at(kImage, i) * at(scale, {i[1]}) + at(bias, {i[1]});
              }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
