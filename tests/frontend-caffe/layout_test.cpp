// Layers that move, cut, join, resize or reduce.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string two(const std::string& type, const std::string& rest = "") {
  return "layer { name: 'l' type: '" + type + "' bottom: 'x' bottom: 'z' top: 'y' " + rest + " }\n";
}

TEST(Concat, AlongAnyAxis) {
  const Tensor x = iota({1, 2, 2}), z = Tensor::from<float>({9, 8, 7, 6}, {1, 2, 2});
  const std::string inputs = input({1, 2, 2}) + input({1, 2, 2}, "z");
  expect_near(run_all(inputs + two("Concat"), {x, z}).at(0), {1, 4, 2}, {0, 1, 2, 3, 9, 8, 7, 6});
  for (const char* p : {"concat_param { axis: -1 }", "concat_param { concat_dim: 2 }"})
    expect_near(run_all(inputs + two("Concat", p), {x, z}).at(0), {1, 2, 4}, {0, 1, 9, 8, 2, 3, 7, 6});
}

TEST(Slice, AtPointsAndEqually) {
  const Tensor x = iota({1, 4});
  const auto cut = [&](const std::string& tops, const std::string& p) {
    return run_all(input({1, 4}) + "layer { name: 's' type: 'Slice' bottom: 'x' " + tops + " slice_param { " +
                       p + " } }",
                   {x});
  };
  const auto parts = cut("top: 'a' top: 'b' top: 'c'", "slice_point: 1 slice_point: 3");
  expect_near(parts.at(1), {1, 2}, {1, 2});
  expect_near(parts.at(2), {1, 1}, {3});
  expect_near(cut("top: 'a' top: 'b'", "axis: -1").at(1), {1, 2}, {2, 3});
  expect_near(cut("top: 'a'", "slice_dim: 1").at(0), {1, 4}, {0, 1, 2, 3});
  EXPECT_THAT(error_of([&] { cut("top: 'a' top: 'b' top: 'c'", "axis: 1"); }), HasSubstr("equally"));
  EXPECT_THAT(error_of([&] { cut("top: 'a' top: 'b'", "slice_point: 4"); }), HasSubstr("slice point 4"));
  EXPECT_THAT(error_of([&] { cut("top: 'a' top: 'b'", "slice_point: 1 slice_point: 2"); }),
              HasSubstr("2 tops and 2 slice points"));
}

TEST(Split, GivesTheSameSeveralTimes) {
  const auto copies = run_all(
      input({1, 2}) + "layer { name: 's' type: 'Split' bottom: 'x' top: 'a' top: 'b' }", {iota({1, 2})});
  expect_near(copies.at(0), {1, 2}, {0, 1});
  expect_near(copies.at(1), {1, 2}, {0, 1});
}

TEST(Reshape, AllItsForms) {
  const auto shape_after = [](const std::string& p, const Shape& in = {2, 3, 4}) {
    return run(layer("Reshape", "reshape_param { " + p + " }"), iota(in)).dims;
  };
  EXPECT_EQ(shape_after("shape { dim: 0 dim: -1 }"), (Shape{2, 12}));
  EXPECT_EQ(shape_after("shape { dim: 4 dim: 6 }"), (Shape{4, 6}));
  EXPECT_EQ(shape_after("shape { dim: 2 dim: -1 } axis: 1"), (Shape{2, 2, 6}));
  EXPECT_EQ(shape_after("shape { dim: -1 dim: 2 } axis: 1 num_axes: 1", {2, 6, 4}), (Shape{2, 3, 2, 4}));
  EXPECT_EQ(shape_after("shape { dim: 1 } num_axes: 0"), (Shape{1, 2, 3, 4}));
  EXPECT_EQ(shape_after("shape { dim: 1 } axis: -1 num_axes: 0"), (Shape{2, 3, 4, 1}));
  EXPECT_EQ(shape_after("shape { dim: 2 dim: 2 } axis: -2"), (Shape{2, 3, 2, 2}));
  EXPECT_EQ(shape_after("shape { dim: 0 dim: 0 dim: 0 }"), (Shape{2, 3, 4}));
  EXPECT_THAT(error_of([&] { shape_after("shape { dim: 5 dim: -1 }"); }), HasSubstr("2x3x4 cannot become"));
  EXPECT_THAT(error_of([&] { shape_after("shape { dim: -1 dim: -1 }"); }), HasSubstr("two sizes are -1"));
  EXPECT_THAT(error_of([&] { shape_after("shape { dim: 0 dim: 0 dim: 0 dim: 0 }"); }),
              HasSubstr("size of 0"));
}

TEST(Flatten, PartsOfTheAxes) {
  const auto shape_after = [](const std::string& p) {
    return run(layer("Flatten", p), iota({2, 3, 4, 5})).dims;
  };
  EXPECT_EQ(shape_after(""), (Shape{2, 60}));
  EXPECT_EQ(shape_after("flatten_param { axis: 1 end_axis: 2 }"), (Shape{2, 12, 5}));
  EXPECT_EQ(shape_after("flatten_param { axis: 0 }"), (Shape{120}));
  EXPECT_EQ(shape_after("flatten_param { axis: -2 end_axis: -1 }"), (Shape{2, 3, 20}));
}

TEST(Permute, NamedAndOtherAxes) {
  const Tensor x = iota({1, 2, 3});
  expect_near(run(layer("Permute", "permute_param { order: 0 order: 2 order: 1 }"), x), {1, 3, 2},
              {0, 3, 1, 4, 2, 5});
  EXPECT_EQ(run(layer("Permute", "permute_param { order: 2 }"), x).dims, (Shape{3, 1, 2}));
  EXPECT_THAT(error_of([&] { run(layer("Permute", "permute_param { order: 1 order: 1 }"), x); }),
              HasSubstr("stands twice"));
}

TEST(Tile, RepeatsAnAxis) {
  expect_near(run(layer("Tile", "tile_param { tiles: 2 }"), iota({1, 2})), {1, 4}, {0, 1, 0, 1});
  expect_near(run(layer("Tile", "tile_param { axis: 0 tiles: 2 }"), iota({1, 2})), {2, 2}, {0, 1, 0, 1});
}

TEST(Crop, ToAReference) {
  const Tensor x = iota({1, 1, 3, 4});
  const auto crop = [&](const Shape& reference, const std::string& p) {
    return run_all(input(x.dims) + input(reference, "z") + two("Crop", p), {x, iota(reference)}).at(0);
  };
  expect_near(crop({1, 1, 2, 2}, "crop_param { offset: 1 }"), {1, 1, 2, 2}, {5, 6, 9, 10});
  expect_near(crop({1, 1, 2, 2}, "crop_param { offset: 0 offset: 2 }"), {1, 1, 2, 2}, {2, 3, 6, 7});
  expect_near(crop({9, 9, 3, 1}, "crop_param { axis: 3 offset: 3 }"), {1, 1, 3, 1}, {3, 7, 11});
  EXPECT_THAT(error_of([&] {
                crop({1, 1, 2, 2}, "crop_param { offset: 2 }");
              }),
              HasSubstr("offset 2 leaves less than 2"));
}

TEST(Reduction, AllOperations) {
  const Tensor x = Tensor::from<float>({1, -2, 3, -4}, {2, 2});
  const auto reduce = [&](const std::string& p) {
    return run(layer("Reduction", "reduction_param { " + p + " }"), x);
  };
  expect_near(reduce("axis: 1"), {2}, {-1, -1});
  expect_near(reduce("axis: -1 operation: ASUM"), {2}, {3, 7});
  expect_near(reduce("axis: 1 operation: SUMSQ coeff: 0.5"), {2}, {2.5f, 12.5f});
  expect_near(reduce("operation: MEAN"), {}, {-0.5f});
}

TEST(ArgMax, NumbersAndValues) {
  const Tensor x = Tensor::from<float>({1, 5, 3, 9, 2, 7}, {2, 3});
  const auto largest = [&](const std::string& p) {
    return run(layer("ArgMax", "argmax_param { " + p + " }"), x);
  };
  expect_near(largest(""), {2, 1, 1}, {1, 0});
  expect_near(largest("top_k: 2"), {2, 1, 2}, {1, 2, 0, 2});
  expect_near(largest("out_max_val: true top_k: 2"), {2, 2, 2}, {1, 2, 5, 3, 0, 2, 9, 7});
  expect_near(largest("axis: 1"), {2, 1}, {1, 0});
  expect_near(largest("axis: 1 out_max_val: true"), {2, 1}, {5, 9});
  EXPECT_NE(error_of([&] { largest("top_k: 4"); }), "");
}

// Corners meet corners: output i stands at i * (in - 1) / (out - 1).
TEST(Interp, SizesFactorsAndReference) {
  const Tensor x = noise({1, 2, 4, 5});
  const auto expected = [&](int64_t rows, int64_t columns) {
    std::vector<float> want;
    for (int64_t c = 0; c < 2; ++c)
      for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < columns; ++j) {
          const double y = double(i) * 3 / double(rows - 1), k = double(j) * 4 / double(columns - 1);
          const auto top = std::min<int64_t>(int64_t(y), 2), left = std::min<int64_t>(int64_t(k), 3);
          const auto value = [&](int64_t r, int64_t s) {
            return double(x.data<float>()[(c * 4 + r) * 5 + s]);
          };
          const double a = y - double(top), b = k - double(left);
          want.push_back(float((1 - a) * ((1 - b) * value(top, left) + b * value(top, left + 1)) +
                               a * ((1 - b) * value(top + 1, left) + b * value(top + 1, left + 1))));
        }
    return want;
  };
  expect_near(run(layer("Interp", "interp_param { height: 9 width: 8 }"), x), {1, 2, 9, 8}, expected(9, 8));
  expect_near(run(layer("Interp", "interp_param { zoom_factor: 2 }"), x), {1, 2, 7, 9}, expected(7, 9));
  expect_near(run(layer("Interp", "interp_param { shrink_factor: 2 }"), x), {1, 2, 2, 3}, expected(2, 3));
  expect_near(
      run_all(input(x.dims) + input({1, 1, 6, 6}, "z") + two("Interp"), {x, iota({1, 1, 6, 6})}).at(0),
      {1, 2, 6, 6}, expected(6, 6));
  EXPECT_EQ(run(layer("Interp", "interp_param { pad_beg: -1 pad_end: 0 zoom_factor: 3 }"), x).dims,
            (Shape{1, 2, 7, 10}));
}

TEST(Upsample, RepeatsCells) {
  const Tensor x = iota({1, 1, 1, 2});
  expect_near(run(layer("Upsample", "upsample_param { scale: 2 }"), x), {1, 1, 2, 4},
              {0, 0, 1, 1, 0, 0, 1, 1});
  expect_near(run(layer("Upsample", "upsample_param { scale_h: 1 scale_w: 3 }"), x), {1, 1, 1, 6},
              {0, 0, 0, 1, 1, 1});
  EXPECT_EQ(run(layer("Upsample", "upsample_param { stride: 4 }"), x).dims, (Shape{1, 1, 4, 8}));
}

TEST(ShuffleChannel, InterleavesGroups) {
  expect_near(run(layer("ShuffleChannel", "shuffle_channel_param { group: 2 }"), iota({1, 6, 1, 1})),
              {1, 6, 1, 1}, {0, 3, 1, 4, 2, 5});
}

// The loop that Darknet published: output (k, j, i) comes from channel k mod C/4 of the input read as a
// larger image.
TEST(Reorg, AsDarknetDoes) {
  const int64_t C = 8, H = 4, W = 6, s = 2, outer = C / (s * s);
  const Tensor x = noise({1, C, H, W});
  std::vector<float> want(size_t(x.count())), back(size_t(x.count()));
  for (int64_t k = 0; k < C; ++k)
    for (int64_t j = 0; j < H; ++j)
      for (int64_t i = 0; i < W; ++i) {
        const int64_t small = i + W * (j + H * k), offset = k / outer;
        const int64_t large = (i * s + offset % s) + W * s * ((j * s + offset / s) + H * s * (k % outer));
        want[size_t(small)] = x.data<float>()[large];
        back[size_t(large)] = x.data<float>()[small];
      }
  expect_near(run(layer("Reorg", "reorg_param { stride: 2 }"), x), {1, C * 4, H / 2, W / 2}, want);
  expect_near(run(layer("Reorg", "reorg_param { stride: 2 reverse: true }"), x), {1, C / 4, H * 2, W * 2},
              back);
}

TEST(Padding, OfAllSides) {
  const Tensor x = Tensor::from<float>({1, 2}, {1, 1, 1, 2});
  expect_near(run(layer("Padding", "padding_param { pad: 1 }"), x), {1, 1, 3, 4},
              {0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0});
  expect_near(run(layer("Padding", "padding_param { pad_left: 1 pad_bottom: 1 pad_value: 9 }"), x),
              {1, 1, 2, 3}, {9, 1, 2, 9, 9, 9});
}

TEST(Constants, DummyDataAndParameter) {
  const std::string dummy =
      R"(layer { name: "d" type: "DummyData" top: "z" dummy_data_param { num: 1 channels: 2 height: 1 width: 1
      data_filler { type: "constant" value: 3 } } })";
  const Tensor x = Tensor::from<float>({1, 2}, {1, 2, 1, 1});
  expect_near(run_all(input(x.dims) + dummy + two("Eltwise"), {x}).at(0), x.dims, {4, 5});
  const std::string parameter =
      "layer { name: 'p' type: 'Parameter' top: 'z' parameter_param { shape { dim: 1 dim: 2 dim: 1 dim: 1 } "
      "} " +
      blob(Tensor::from<float>({10, 20})) + "}";
  expect_near(run_all(input(x.dims) + parameter + two("Eltwise"), {x}).at(0), x.dims, {11, 22});
}

}  // namespace
}  // namespace quern::frontend::caffe::test
