// Operators on images: resizing by TensorFlow's own formulas, blocks of pixels, crops, boxes.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

enum class Corners { Legacy, Aligned, Centres };

// Where output pixel i lies in the input.
double source_of(int64_t i, int64_t in, int64_t out, Corners corners) {
  if (corners == Corners::Aligned) return out > 1 ? double(i) * double(in - 1) / double(out - 1) : 0;
  const double scale = double(in) / double(out);
  return corners == Corners::Centres ? (double(i) + 0.5) * scale - 0.5 : double(i) * scale;
}

// One column resized: linear between the two nearest pixels, beyond the border the border.
std::vector<float> linear(const std::vector<float>& x, int64_t out, Corners corners) {
  std::vector<float> y;
  const auto in = int64_t(x.size());
  for (int64_t i = 0; i < out; ++i) {
    const double at = source_of(i, in, out, corners), floor = std::floor(at);
    const auto low = std::max<int64_t>(int64_t(floor), 0),
               high = std::min<int64_t>(int64_t(std::ceil(at)), in - 1);
    y.push_back(float(double(x[size_t(low)]) + (double(x[size_t(high)]) - x[size_t(low)]) * (at - floor)));
  }
  return y;
}

std::vector<float> nearest(const std::vector<float>& x, int64_t out, Corners corners) {
  std::vector<float> y;
  const auto in = int64_t(x.size());
  for (int64_t i = 0; i < out; ++i) {
    const float scale = float(in) / float(out);
    const auto at = corners == Corners::Aligned   ? int64_t(std::round(source_of(i, in, out, corners)))
                    : corners == Corners::Centres ? int64_t(std::floor((float(i) + 0.5f) * scale))
                                                  : int64_t(std::floor(float(i) * scale));
    y.push_back(x[size_t(std::min(at, in - 1))]);
  }
  return y;
}

std::vector<Attr> attributes(Corners corners) {
  return {truth("align_corners", corners == Corners::Aligned),
          truth("half_pixel_centers", corners == Corners::Centres)};
}

std::vector<float> resized(const std::string& op, const std::vector<float>& column, int64_t out,
                           Corners corners) {
  GraphBuilder g;
  const auto in = int64_t(column.size());
  g.placeholder("x", {1, in, 1, 1})
      .constant("size", {int32_t(out), 1})
      .add(op, "y", {"x", "size"}, attributes(corners));
  return run(g, {floats(column, {1, in, 1, 1})}).to_float();
}

TEST(Resize, BilinearAndNearest) {
  const std::vector<float> x = {3, -1, 4, 1.5f, 9};
  for (const Corners corners : {Corners::Legacy, Corners::Aligned, Corners::Centres})
    for (const int64_t out : {1, 3, 5, 7, 10, 15}) {
      SCOPED_TRACE(std::to_string(int(corners)) + " to " + std::to_string(out));
      const std::vector<float> l = resized("ResizeBilinear", x, out, corners),
                               want_l = linear(x, out, corners);
      for (size_t i = 0; i < l.size(); ++i) EXPECT_NEAR(l[i], want_l[i], 1e-4);
      EXPECT_EQ(resized("ResizeNearestNeighbor", x, out, corners), nearest(x, out, corners));
    }
}

TEST(Resize, BicubicKeepsPixelsAndStraightLines) {
  // Doubling with pixels at their places keeps every second one; a = -0.75 at one half: -0.09375, 0.59375.
  const std::vector<float> y = resized("ResizeBicubic", {1, 5, 2, 7}, 8, Corners::Legacy);
  EXPECT_NEAR(y[2], 5, 1e-5);
  EXPECT_NEAR(y[3], -0.09375 * (1 + 7) + 0.59375 * (5 + 2), 1e-4);
  // With centres, a = -0.5 reproduces straight lines away from the border.
  const std::vector<float> line = resized("ResizeBicubic", {0, 1, 2, 3, 4, 5}, 12, Corners::Centres);
  for (size_t i = 3; i < 9; ++i) EXPECT_NEAR(line[i], (double(i) + 0.5) / 2 - 0.5, 1e-4);
}

TEST(Blocks, DepthToSpaceAndBack) {
  GraphBuilder g;
  g.placeholder("x", {1, 1, 2, 4}).add("DepthToSpace", "d", {"x"}, {i("block_size", 2)});
  g.add("SpaceToDepth", "y", {"d"}, {i("block_size", 2)});
  ConvertOptions options = source_layout();
  options.outputs = {"d", "y"};
  const auto r = run_all(g, {floats({1, 2, 3, 4, 5, 6, 7, 8}, {1, 1, 2, 4})}, options);
  EXPECT_EQ(r[0].dims, (Shape{1, 2, 4, 1}));
  expect_values(r[0], {1, 2, 5, 6, 3, 4, 7, 8});
  expect_values(r[1], {1, 2, 3, 4, 5, 6, 7, 8});
}

TEST(Boxes, CropAndResize) {
  GraphBuilder g;
  g.placeholder("x", {1, 3, 3, 1})
      .constant("boxes", floats({0, 0, 1, 1, 0.5f, 0.5f, 1.5f, 1}, {2, 4}))
      .constant("which", {0, 0});
  g.constant("size", {2, 2})
      .add("CropAndResize", "y", {"x", "boxes", "which", "size"}, {f("extrapolation_value", -1)});
  expect_values(run(g, {floats({1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 3, 3, 1})}), {1, 3, 7, 9, 5, 6, -1, -1});
}

TEST(Boxes, Suppression) {
  for (const std::string op :
       {"NonMaxSuppressionV2", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5"}) {
    SCOPED_TRACE(op);
    GraphBuilder g;
    g.placeholder("boxes", {4, 4}).placeholder("scores", {4}).constant("most", 3);
    g.constant("overlap", Tensor::scalar(0.5f))
        .constant("lowest", Tensor::scalar(0.2f))
        .constant("sigma", Tensor::scalar(0.0f));
    std::vector<std::string> inputs = {"boxes", "scores", "most", "overlap"};
    if (op > "NonMaxSuppressionV2") inputs.push_back("lowest");
    if (op > "NonMaxSuppressionV4") inputs.push_back("sigma");
    g.add(op, "y", inputs);
    // The second box lies in the first; the last one scores low.
    const auto r = run_all(g, {floats({0, 0, 1, 1, 0, 0, 1, 0.9f, 2, 2, 3, 3, 5, 5, 6, 6}, {4, 4}),
                               floats({0.9f, 0.8f, 0.95f, 0.1f}, {4})});
    EXPECT_EQ(r[0].type, DataType::Int32);
    if (op == "NonMaxSuppressionV2")
      expect_values(r[0], {2, 0, 3});
    else
      expect_values(r[0], {2, 0});
    if (op == "NonMaxSuppressionV5") expect_values(r[1], {0.95f, 0.9f});
    if (op > "NonMaxSuppressionV3") expect_values(r.back(), {2});
  }
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
