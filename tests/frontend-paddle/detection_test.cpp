// Operators of detectors, against plain loops and worked examples.
#include <algorithm>
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using Floats = std::vector<float>;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

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

// ---- yolo_box
// ---------------------------------------------------------------------------------------------

TEST(YoloBox, DecodesAHead) {
  const int64_t classes = 3, anchors = 2, height = 3, width = 4;
  const Ints sizes = {10, 13, 30, 20};
  for (const bool iou : {false, true}) {
    const int64_t per_anchor = 5 + classes, front = iou ? anchors : 0;
    const Tensor x = sample({2, front + anchors * per_anchor, height, width}, 1);
    const Tensor image = Tensor::from<int32_t>({100, 150, 80, 60}, {2, 2});
    ProgramBuilder program;
    program.input("x", x.dims).input("size", {2, 2}, DataType::Int32);
    program.op("yolo_box", {{"X", {"x"}}, {"ImgSize", {"size"}}}, {{"Boxes", {"b"}}, {"Scores", {"s"}}},
               {{"anchors", sizes},
                {"class_num", int(classes)},
                {"conf_thresh", 0.4f},
                {"downsample_ratio", 32},
                {"clip_bbox", true},
                {"scale_x_y", 1.2f},
                {"iou_aware", iou},
                {"iou_aware_factor", 0.3f}});
    const std::vector<Tensor> y = run_all(program.output("b").output("s"), {x, image});
    const int64_t boxes = anchors * height * width;
    const auto value = [&](const Shape& i, int64_t channel) {
      const int64_t anchor = i[1] / (height * width), cell = i[1] % (height * width);
      return double(at(x, {i[0], front + anchor * per_anchor + channel, cell / width, cell % width}));
    };
    const auto confidence = [&](const Shape& i) {
      const double object = sigmoid(value(i, 4));
      if (!iou) return object;
      const int64_t anchor = i[1] / (height * width), cell = i[1] % (height * width);
      return std::pow(object, 0.7) *
             std::pow(sigmoid(double(at(x, {i[0], anchor, cell / width, cell % width}))), 0.3);
    };
    expect_tensor(
        y[0], {2, boxes, 4},
        computed({2, boxes, 4},
                 [&](const Shape& i) {
                   if (confidence(i) < 0.4) return 0.0;
                   const int64_t anchor = i[1] / (height * width), cell = i[1] % (height * width);
                   const bool is_x = i[2] % 2 == 0;
                   const double extent = double(image.to_int64()[size_t(i[0] * 2 + (is_x ? 1 : 0))]);
                   const double grid = double(is_x ? width : height),
                                place = double(is_x ? cell % width : cell / width);
                   const double centre =
                       (place + sigmoid(value(i, is_x ? 0 : 1)) * 1.2 - 0.1) * extent / grid;
                   const double size = std::exp(value(i, is_x ? 2 : 3)) *
                                       sizes[size_t(2 * anchor + (is_x ? 0 : 1))] * extent / (32 * grid);
                   return i[2] < 2 ? std::max(centre - size / 2, 0.0)
                                   : std::min(centre + size / 2, extent - 1);
                 }),
        1e-4f);
    expect_tensor(y[1], {2, boxes, classes},
                  computed({2, boxes, classes},
                           [&](const Shape& i) {
                             return confidence(i) < 0.4 ? 0.0 : confidence(i) * sigmoid(value(i, 5 + i[2]));
                           }),
                  1e-4f);
  }
}

// ---- Suppression
// ------------------------------------------------------------------------------------------

// Four boxes: 0 and 1 overlap by 9 * 10 / (100 + 100 - 90) = 0.818, 2 and 3 stand apart.
const Tensor kBoxes =
    Tensor::from<float>({0, 0, 10, 10, 1, 0, 11, 10, 20, 20, 30, 30, 40, 40, 50, 50}, {1, 4, 4});

std::vector<Tensor> suppress(const std::string& type, const Tensor& boxes, const Tensor& scores,
                             const Attributes& attributes) {
  ProgramBuilder program;
  program.input("b", boxes.dims).input("s", scores.dims);
  const std::string counts = type == "matrix_nms" ? "RoisNum" : "NmsRoisNum";
  program.op(type, {{"BBoxes", {"b"}}, {"Scores", {"s"}}},
             {{"Out", {"y"}}, {"Index", {"i"}}, {counts, {"n"}}}, attributes);
  return run_all(program.output("y").output("i").output("n"), {boxes, scores});
}

TEST(MulticlassNms, KeepsTheBestOfOverlappingBoxes) {
  const Tensor scores = Tensor::from<float>({0.9f, 0.8f, 0.7f, 0.05f, 0.2f, 0.6f, 0.1f, 0.3f}, {1, 2, 4});
  const std::vector<Tensor> y = suppress("multiclass_nms3", kBoxes, scores,
                                         {{"background_label", -1},
                                          {"score_threshold", 0.15f},
                                          {"nms_top_k", -1},
                                          {"keep_top_k", 6},
                                          {"nms_threshold", 0.5f},
                                          {"normalized", true}});
  expect_tensor(y[0], {6, 6}, {0, 0.9f, 0,  0,  10, 10, 0,  0.7f, 20, 20, 30, 30, 1,  0.6f, 1, 0, 11, 10,
                               1, 0.3f, 40, 40, 50, 50, -1, 0,    0,  0,  0,  0,  -1, 0,    0, 0, 0,  0});
  EXPECT_EQ(y[1].to_int64(), (std::vector<int64_t>{0, 2, 1, 3, 0, 0}));
  EXPECT_EQ(y[2].to_int64(), (std::vector<int64_t>{4}));
}

TEST(MulticlassNms, KeepsTheBestOverallAndLeavesTheBackgroundOut) {
  const Tensor scores = Tensor::from<float>(
      {0.9f, 0.8f, 0.7f, 0.6f, 0.2f, 0.6f, 0.1f, 0.3f, 0.5f, 0.1f, 0.55f, 0.65f}, {1, 3, 4});
  const std::vector<Tensor> y = suppress("multiclass_nms2", kBoxes, scores,
                                         {{"background_label", 0},
                                          {"score_threshold", 0.0f},
                                          {"nms_top_k", 3},
                                          {"keep_top_k", 3},
                                          {"nms_threshold", 0.5f}});
  // Rows stand by class, within the class by score.
  expect_tensor(y[0], {3, 6}, {1, 0.6f, 1, 0, 11, 10, 2, 0.65f, 40, 40, 50, 50, 2, 0.55f, 20, 20, 30, 30});
}

TEST(MulticlassNms, PacksTheImagesOfABatch) {
  Tensor boxes(DataType::Float, {2, 4, 4});
  std::copy_n(kBoxes.data<float>(), 16, boxes.mutable_data<float>());
  std::copy_n(kBoxes.data<float>(), 16, boxes.mutable_data<float>() + 16);
  const Tensor scores = Tensor::from<float>({0.9f, 0.8f, 0.1f, 0.1f, 0.1f, 0.7f, 0.1f, 0.6f}, {2, 1, 4});
  const std::vector<Tensor> y = suppress("multiclass_nms3", boxes, scores,
                                         {{"background_label", -1},
                                          {"score_threshold", 0.5f},
                                          {"nms_top_k", 4},
                                          {"keep_top_k", 2},
                                          {"nms_threshold", 0.5f}});
  EXPECT_EQ(y[2].to_int64(), (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(y[1].to_int64(), (std::vector<int64_t>{0, 5, 7, 0}));
}

// With pixels that belong to the box, and a threshold that shrinks: 0.9 passes box 1 at first, 0.45 not.
TEST(MulticlassNms, ShrinksItsThreshold) {
  const Tensor scores = Tensor::from<float>({0.9f, 0.7f, 0.8f, 0.6f}, {1, 1, 4});
  for (const float eta : {1.0f, 0.5f}) {
    const std::vector<Tensor> y = suppress("multiclass_nms3", kBoxes, scores,
                                           {{"background_label", -1},
                                            {"score_threshold", 0.1f},
                                            {"nms_top_k", -1},
                                            {"keep_top_k", -1},
                                            {"nms_threshold", 0.9f},
                                            {"nms_eta", eta},
                                            {"normalized", false}});
    EXPECT_EQ(y[2].to_int64()[0], eta == 1.0f ? 4 : 3);
  }
}

TEST(MatrixNms, LetsScoresDecay) {
  const Tensor scores = Tensor::from<float>({0.9f, 0.8f, 0.7f, 0.05f}, {1, 1, 4});
  const double overlap = 90.0 / 110.0;
  for (const bool gaussian : {false, true}) {
    const auto decayed = float(0.8 * (gaussian ? std::exp(-overlap * overlap * 2) : 1 - overlap));
    const std::vector<Tensor> y = suppress("matrix_nms", kBoxes, scores,
                                           {{"background_label", -1},
                                            {"score_threshold", 0.1f},
                                            {"post_threshold", 0.01f},
                                            {"nms_top_k", 10},
                                            {"keep_top_k", 3},
                                            {"use_gaussian", gaussian},
                                            {"gaussian_sigma", 2.0f}});
    expect_tensor(y[0], {3, 6}, {0, 0.9f, 0, 0, 10, 10, 0, 0.7f, 20, 20, 30, 30, 0, decayed, 1, 0, 11, 10},
                  1e-4f);
    EXPECT_EQ(y[2].to_int64(), (std::vector<int64_t>{3}));
  }
}

TEST(Suppression, RefusesBoxesPerClass) {
  EXPECT_THAT(error_of([] {
                suppress("multiclass_nms3", sample({4, 3, 4}), sample({4, 3}), {{"keep_top_k", 5}});
              }),
              testing::HasSubstr("multiclass_nms3 (1)"));
}

// ---- Regions
// ----------------------------------------------------------------------------------------------

TEST(RoiAlign, OfWholeCellsIsTheirMean) {
  const Tensor x = sample({1, 2, 8, 8}, 1), rois = Tensor::from<float>({0, 0, 8, 8}, {1, 4});
  ProgramBuilder program;
  program.input("x", x.dims).input("r", rois.dims);
  program.op("roi_align", {{"X", {"x"}}, {"ROIs", {"r"}}}, {{"Out", {"y"}}},
             {{"pooled_height", 4},
              {"pooled_width", 4},
              {"spatial_scale", 1.0f},
              {"sampling_ratio", 2},
              {"aligned", true}});
  // Aligned: samples fall on the centres of the cells.
  expect_tensor(run(program.output("y"), {x, rois}), {1, 2, 4, 4},
                computed({1, 2, 4, 4},
                         [&](const Shape& i) {
                           double sum = 0;
                           for_each_index({2, 2}, [&](const Shape& k) {
                             sum += double(at(x, {0, i[1], i[2] * 2 + k[0], i[3] * 2 + k[1]}));
                           });
                           return sum / 4;
                         }),
                1e-4f);
}

TEST(RoiPool, TakesTheLargest) {
  const Tensor x = sample({1, 2, 8, 8}, 1), rois = Tensor::from<float>({0, 0, 14, 14}, {1, 4});
  ProgramBuilder program;
  program.input("x", x.dims).input("r", rois.dims);
  program.op("roi_pool", {{"X", {"x"}}, {"ROIs", {"r"}}}, {{"Out", {"y"}}, {"Argmax", {"a"}}},
             {{"pooled_height", 2}, {"pooled_width", 4}, {"spatial_scale", 0.5f}});
  expect_tensor(run(program.output("y"), {x, rois}), {1, 2, 2, 4},
                computed({1, 2, 2, 4}, [&](const Shape& i) {
                  double most = -9;
                  for_each_index({4, 2}, [&](const Shape& k) {
                    most = std::max(most, double(at(x, {0, i[1], i[2] * 4 + k[0], i[3] * 2 + k[1]})));
                  });
                  return most;
                }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
