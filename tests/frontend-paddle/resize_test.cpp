// Interpolation of both generations, against Paddle's formulas of source positions.
#include <algorithm>
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

struct Axis {
  int64_t in, out;
  double ratio;  // input cells per output cell
};

double cubic_weight(double x) {
  constexpr double a = -0.75;
  x = std::abs(x);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

// Weights of the input cells for output cell i.
std::vector<std::pair<int64_t, double>> taps(const std::string& mode, const Axis& axis, int64_t i,
                                             bool corners, int align_mode) {
  const auto inside = [&](int64_t k) { return std::clamp<int64_t>(k, 0, axis.in - 1); };
  if (mode == "nearest") {
    const double position = axis.ratio * double(i) + (corners ? 0.5 : 0);
    return {{inside(int64_t(position)), 1.0}};
  }
  const bool half = !corners && (mode == "bicubic" || align_mode == 0);
  double position = half ? axis.ratio * (double(i) + 0.5) - 0.5 : axis.ratio * double(i);
  if (mode == "bicubic") {
    std::vector<std::pair<int64_t, double>> all;
    const auto first = int64_t(std::floor(position));
    for (int64_t k = first - 1; k <= first + 2; ++k)
      all.push_back({inside(k), cubic_weight(position - double(k))});
    return all;
  }
  position = std::max(position, 0.0);
  const auto first = int64_t(position);
  return {{inside(first), 1 - (position - double(first))}, {inside(first + 1), position - double(first)}};
}

std::vector<float> resized(const Tensor& x, const std::string& mode, int64_t rows, int64_t columns,
                           double ratio_y, double ratio_x, bool corners, int align_mode) {
  const Axis vertical{x.dims[2], rows, ratio_y}, horizontal{x.dims[3], columns, ratio_x};
  return computed({x.dims[0], x.dims[1], rows, columns}, [&](const Shape& i) {
    double sum = 0;
    for (const auto& [row, a] : taps(mode, vertical, i[2], corners, align_mode))
      for (const auto& [column, b] : taps(mode, horizontal, i[3], corners, align_mode))
        sum += a * b * double(at(x, {i[0], i[1], row, column}));
    return sum;
  });
}

const Tensor kImage = sample({2, 3, 4, 5}, 1);

struct Case {
  std::string mode;
  bool corners;
  int align_mode;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.mode << c.corners << c.align_mode;
}

class Interpolation : public testing::TestWithParam<Case> {
 protected:
  // By sizes: the ratio is in / out, or (in - 1) / (out - 1).
  static void check(const std::string& type, int rows, int columns, Attributes attributes) {
    const Case& c = GetParam();
    attributes.push_back({"align_corners", c.corners});
    attributes.push_back({"align_mode", c.align_mode});
    const auto ratio = [&](int64_t in, int64_t out) {
      if (c.corners) return out > 1 ? double(in - 1) / double(out - 1) : 0.0;
      return double(in) / double(out);
    };
    expect_tensor(
        run_unary(type, kImage, attributes), {2, 3, rows, columns},
        resized(kImage, c.mode, rows, columns, ratio(4, rows), ratio(5, columns), c.corners, c.align_mode),
        1e-4f);
  }
};

TEST_P(Interpolation, ToSizes) {
  for (const std::string generation : {"_interp", "_interp_v2"})
    for (const auto& [rows, columns] : {std::pair{8, 10}, {7, 13}, {3, 2}, {4, 1}})
      check(GetParam().mode + generation, rows, columns, {{"out_h", rows}, {"out_w", columns}});
}

TEST_P(Interpolation, ByWholeScales) {
  check(GetParam().mode + "_interp", 8, 10, {{"scale", 2.0f}, {"out_h", -1}, {"out_w", -1}});
  check(GetParam().mode + "_interp_v2", 12, 10,
        {{"scale", std::vector<float>{3, 2}}, {"out_h", -1}, {"out_w", -1}});
}

INSTANTIATE_TEST_SUITE_P(All, Interpolation,
                         testing::Values(Case{"nearest", false, 1}, Case{"nearest", true, 1},
                                         Case{"bilinear", false, 0}, Case{"bilinear", false, 1},
                                         Case{"bilinear", true, 1}, Case{"bicubic", false, 1},
                                         Case{"bicubic", true, 1}));

// 4 * 1.3 = 5.2 and 5 * 1.3 = 6.5 are cut to 5 and 6, but the ratio stays 1 / 1.3 in the second generation.
TEST(InterpolationByBrokenScales, DiffersBetweenGenerations) {
  const Attributes attributes = {{"scale", 1.3f}, {"align_corners", false}, {"align_mode", 0}};
  expect_tensor(run_unary("bilinear_interp_v2", kImage, attributes), {2, 3, 5, 6},
                resized(kImage, "bilinear", 5, 6, 1 / 1.3, 1 / 1.3, false, 0), 1e-4f);
  expect_tensor(run_unary("bilinear_interp", kImage, attributes), {2, 3, 5, 6},
                resized(kImage, "bilinear", 5, 6, 4.0 / 5, 5.0 / 6, false, 0), 1e-4f);
}

TEST(InterpolationSizes, ComeFromTensors) {
  const std::vector<float> expected = resized(kImage, "nearest", 8, 10, 0.5, 0.5, false, 1);
  const Attributes attributes = {{"align_corners", false}, {"out_h", 3}, {"out_w", 3}};
  ProgramBuilder one;
  one.input("x", kImage.dims).parameter("size", Tensor::from<int32_t>({8, 10}));
  one.op("nearest_interp_v2", {{"X", {"x"}}, {"OutSize", {"size"}}}, {{"Out", {"y"}}}, attributes)
      .output("y");
  expect_near(run(one, {kImage}), expected);
  ProgramBuilder list;
  list.input("x", kImage.dims)
      .parameter("h", Tensor::from<int32_t>({8}))
      .parameter("w", Tensor::from<int32_t>({10}));
  list.op("nearest_interp_v2", {{"X", {"x"}}, {"SizeTensor", {"h", "w"}}}, {{"Out", {"y"}}}, attributes)
      .output("y");
  expect_near(run(list, {kImage}), expected);
  ProgramBuilder scale;
  scale.input("x", kImage.dims).parameter("s", Tensor::from<float>({2}));
  scale.op("nearest_interp_v2", {{"X", {"x"}}, {"Scale", {"s"}}}, {{"Out", {"y"}}}, attributes).output("y");
  expect_near(run(scale, {kImage}), expected);
}

// The size of another feature map, as segmentation heads compute it.
TEST(InterpolationSizes, FollowFromShapes) {
  ProgramBuilder program;
  program.input("x", kImage.dims).input("other", {1, 1, 8, 10});
  program.op("shape", {{"Input", {"other"}}}, {{"Out", {"dims"}}});
  program.op("slice", {{"Input", {"dims"}}}, {{"Out", {"size"}}},
             {{"axes", std::vector<int>{0}}, {"starts", std::vector<int>{2}}, {"ends", std::vector<int>{4}}});
  program.op("nearest_interp_v2", {{"X", {"x"}}, {"OutSize", {"size"}}}, {{"Out", {"y"}}},
             {{"align_corners", false}});
  program.output("y");
  expect_near(run(program, {kImage, sample({1, 1, 8, 10})}),
              resized(kImage, "nearest", 8, 10, 0.5, 0.5, false, 1));
}

TEST(LinearInterpolation, OfOneAndThreeAxes) {
  const Tensor line = sample({2, 3, 5}, 1);
  expect_near(run_unary("linear_interp_v2", line,
                        {{"out_w", 9}, {"align_corners", true}, {"data_layout", std::string("NCW")}}),
              resized(line.reshaped({2, 3, 1, 5}), "bilinear", 1, 9, 0, 0.5, true, 1), 1e-4f);
  const Tensor box = sample({1, 2, 3, 4, 5}, 2);
  const Tensor y =
      run_unary("trilinear_interp_v2", box,
                {{"out_d", 3}, {"out_h", 8}, {"out_w", 10}, {"align_corners", false}, {"align_mode", 0}});
  ASSERT_EQ(y.dims, (Shape{1, 2, 3, 8, 10}));
  // The first axis keeps its size: each slice is an image of its own.
  for (int64_t d = 0; d < 3; ++d) {
    const Tensor slice = Tensor::from(computed({1, 2, 4, 5},
                                               [&](const Shape& i) {
                                                 return at(box, {0, i[1], d, i[2], i[3]});
                                               }),
                                      {1, 2, 4, 5});
    const std::vector<float> expected = resized(slice, "bilinear", 8, 10, 0.5, 0.5, false, 0);
    size_t n = 0;
    for_each_index({2, 8, 10}, [&](const Shape& i) {
      EXPECT_NEAR(at(y, {0, i[0], d, i[1], i[2]}), expected[n++], 1e-4);
    });
  }
}

TEST(InterpolationSizes, RefuseToBeEmpty) {
  EXPECT_THAT(error_of([] {
                run_unary("nearest_interp_v2", kImage, {{"out_h", 0}, {"out_w", -1}});
              }),
              testing::HasSubstr("resizing from"));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
