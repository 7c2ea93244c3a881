// Boxes that follow from shapes, and boxes relative to them, against plain loops and worked examples.
#include <algorithm>
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using Floats = std::vector<float>;

// ---- Boxes that follow from shapes
// ------------------------------------------------------------------------

std::vector<Tensor> priors(const std::string& type, const Attributes& attributes,
                           const std::string& boxes = "Boxes") {
  ProgramBuilder program;
  program.input("f", {1, 8, 2, 3}).input("image", {1, 3, 20, 30});
  program.op(type, {{"Input", {"f"}}, {"Image", {"image"}}}, {{boxes, {"b"}}, {"Variances", {"v"}}},
             attributes);
  return run_all(program.output("b").output("v"), {counting({1, 8, 2, 3}), counting({1, 3, 20, 30})});
}

// A box by its centre and size in pixels, relative to the image of 30 by 20.
void append(std::vector<float>& list, double x, double y, double width, double height) {
  for (const double v :
       {(x - width / 2) / 30, (y - height / 2) / 20, (x + width / 2) / 30, (y + height / 2) / 20})
    list.push_back(float(v));
}

TEST(PriorBox, OfEachSizeAndRatio) {
  for (const bool square_first : {false, true}) {
    std::vector<float> expected;
    for (int row = 0; row < 2; ++row)
      for (int column = 0; column < 3; ++column) {
        const double x = (column + 0.5) * 10, y = (row + 0.5) * 10, between = std::sqrt(4.0 * 9.0),
                     r = std::sqrt(2.0);
        append(expected, x, y, 4, 4);
        if (square_first) append(expected, x, y, between, between);
        append(expected, x, y, 4 * r, 4 / r);
        append(expected, x, y, 4 / r, 4 * r);
        if (!square_first) append(expected, x, y, between, between);
      }
    const std::vector<Tensor> y = priors("prior_box", {{"min_sizes", Floats{4}},
                                                       {"max_sizes", Floats{9}},
                                                       {"aspect_ratios", Floats{1, 2}},
                                                       {"flip", true},
                                                       {"clip", false},
                                                       {"variances", Floats{0.1f, 0.1f, 0.2f, 0.2f}},
                                                       {"offset", 0.5f},
                                                       {"min_max_aspect_ratios_order", square_first}});
    expect_tensor(y[0], {2, 3, 4, 4}, expected);
    expect_tensor(y[1], {2, 3, 4, 4},
                  computed({2, 3, 4, 4}, [](const Shape& i) { return i[3] < 2 ? 0.1 : 0.2; }));
  }
}

TEST(PriorBox, ClipsAndTakesItsSteps) {
  std::vector<float> expected;
  for (int row = 0; row < 2; ++row)
    for (int column = 0; column < 3; ++column) append(expected, column * 8 + 4, row * 12 + 6, 25, 25);
  for (float& v : expected) v = std::clamp(v, 0.0f, 1.0f);
  expect_tensor(priors("prior_box", {{"min_sizes", Floats{25}},
                                     {"aspect_ratios", Floats{1}},
                                     {"clip", true},
                                     {"step_w", 8.0f},
                                     {"step_h", 12.0f}})[0],
                {2, 3, 1, 4}, expected);
}

TEST(DensityPriorBox, SpreadsBoxesOverTheCell) {
  std::vector<float> expected;
  for (int row = 0; row < 2; ++row)
    for (int column = 0; column < 3; ++column) {
      // The cell is 10 pixels wide; density 2 puts centres 5 apart, the first 2.5 behind its edge.
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j) append(expected, column * 10 + 2.5 + j * 5, row * 10 + 2.5 + i * 5, 4, 4);
      append(expected, column * 10 + 5, row * 10 + 5, 8, 8);
    }
  for (float& v : expected) v = std::clamp(v, 0.0f, 1.0f);
  expect_tensor(priors("density_prior_box", {{"fixed_sizes", Floats{4, 8}},
                                             {"fixed_ratios", Floats{1}},
                                             {"densities", Ints{2, 1}},
                                             {"offset", 0.5f}})[0],
                {2, 3, 5, 4}, expected);
}

TEST(AnchorGenerator, CountsInPixels) {
  // Stride 16: the base of ratio 1 is 16 by 16, of ratio 4 8 by 32; scaled to sizes 32 and 64.
  std::vector<float> expected;
  for (int row = 0; row < 2; ++row)
    for (int column = 0; column < 3; ++column)
      for (const auto& [width, height] : {std::pair{32.0, 32.0}, {64.0, 64.0}, {16.0, 64.0}, {32.0, 128.0}}) {
        const double x = column * 16 + 7.5, y = row * 16 + 7.5;
        for (const double v :
             {x - (width - 1) / 2, y - (height - 1) / 2, x + (width - 1) / 2, y + (height - 1) / 2})
          expected.push_back(float(v));
      }
  expect_tensor(priors("anchor_generator",
                       {{"anchor_sizes", Floats{32, 64}},
                        {"aspect_ratios", Floats{1, 4}},
                        {"stride", Floats{16, 16}},
                        {"offset", 0.5f}},
                       "Anchors")[0],
                {2, 3, 4, 4}, expected);
}

// ---- box_coder
// --------------------------------------------------------------------------------------------

Tensor some_boxes(int64_t count, int seed) {
  Tensor boxes = sample({count, 4}, seed);
  for (int64_t i = 0; i < count; ++i) {
    float* b = boxes.mutable_data<float>() + i * 4;
    b[2] = b[0] + std::abs(b[2]) + 0.5f;
    b[3] = b[1] + std::abs(b[3]) + 0.5f;
  }
  return boxes;
}

TEST(BoxCoder, Decodes) {
  for (const int axis : {0, 1})
    for (const bool normalised : {true, false}) {
      const Tensor prior = some_boxes(axis == 0 ? 3 : 2, 1), variance = sample(prior.dims, 2),
                   target = sample({2, 3, 4}, 3);
      ProgramBuilder program;
      program.parameter("p", prior).parameter("v", variance).input("t", target.dims);
      program.op(
          "box_coder", {{"PriorBox", {"p"}}, {"PriorBoxVar", {"v"}}, {"TargetBox", {"t"}}},
          {{"OutputBox", {"y"}}},
          {{"code_type", std::string("decode_center_size")}, {"axis", axis}, {"box_normalized", normalised}});
      expect_tensor(
          run(program.output("y"), {target}), {2, 3, 4},
          computed(
              {2, 3, 4},
              [&](const Shape& i) {
                const int64_t p = axis == 0 ? i[1] : i[0];
                const int64_t side = i[2] % 2;  // 0: x, 1: y
                const double rim = normalised ? 0 : 1;
                const double size = double(at(prior, {p, side + 2})) - double(at(prior, {p, side})) + rim,
                             centre = (double(at(prior, {p, side + 2})) + double(at(prior, {p, side}))) / 2;
                const double place =
                    double(at(variance, {p, side})) * double(at(target, {i[0], i[1], side})) * size + centre;
                const double extent = std::exp(double(at(variance, {p, side + 2})) *
                                               double(at(target, {i[0], i[1], side + 2}))) *
                                      size;
                return i[2] < 2 ? place - extent / 2 : place + extent / 2 - rim;
              }),
          1e-4f);
    }
}

TEST(BoxCoder, Encodes) {
  const Tensor prior = some_boxes(3, 1), target = some_boxes(2, 4);
  ProgramBuilder program;
  program.parameter("p", prior).input("t", target.dims);
  program.op(
      "box_coder", {{"PriorBox", {"p"}}, {"TargetBox", {"t"}}}, {{"OutputBox", {"y"}}},
      {{"code_type", std::string("encode_center_size")}, {"variance", Floats{0.1f, 0.2f, 0.5f, 0.4f}}});
  const Floats variance = {0.1f, 0.2f, 0.5f, 0.4f};
  expect_tensor(run(program.output("y"), {target}), {2, 3, 4},
                computed({2, 3, 4},
                         [&](const Shape& i) {
                           const int64_t side = i[2] % 2;
                           const auto size = [&](const Tensor& b, int64_t n) {
                             return double(at(b, {n, side + 2})) - double(at(b, {n, side}));
                           };
                           const auto centre = [&](const Tensor& b, int64_t n) {
                             return (double(at(b, {n, side + 2})) + double(at(b, {n, side}))) / 2;
                           };
                           const double code =
                               i[2] < 2 ? (centre(target, i[0]) - centre(prior, i[1])) / size(prior, i[1])
                                        : std::log(size(target, i[0]) / size(prior, i[1]));
                           return code / double(variance[size_t(i[2])]);
                         }),
                1e-4f);
}

TEST(BoxClip, StaysInsideTheOriginalImage) {
  const Tensor boxes = Tensor::from<float>({-3, 5, 300, 90, 10, -1, 20, 300}, {2, 4});
  ProgramBuilder program;
  program.input("b", {2, 4}).input("info", {1, 3});
  program.op("box_clip", {{"Input", {"b"}}, {"ImInfo", {"info"}}}, {{"Output", {"y"}}}).output("y");
  // 160 by 400 at scale 2: the image is 80 by 200.
  expect_near(run(program, {boxes, Tensor::from<float>({160, 400, 2}, {1, 3})}),
              {0, 5, 199, 79, 10, 0, 20, 79});
}

}  // namespace
}  // namespace quern::frontend::paddle::test
