// Heads of detectors, suppression and regions, against plain loops and worked examples.
#include <algorithm>
#include <cmath>

#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

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
