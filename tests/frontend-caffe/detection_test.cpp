// Layers of detectors.
#include "support.hpp"

namespace quern::frontend::caffe::test {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;

std::string prior_box(const std::string& parameters) {
  return "layer { name: 'p' type: 'PriorBox' bottom: 'x' bottom: 'image' top: 'y' prior_box_param { " +
         parameters + " } }";
}

// A feature map of 2 x 1 cells on an image 40 wide and 10 high.
Tensor priors(const std::string& parameters) {
  const std::string net = input({1, 1, 1, 2}) + input({1, 3, 10, 40}, "image") + prior_box(parameters);
  return ops::interpret(convert(net).graph, {iota({1, 1, 1, 2}), iota({1, 3, 10, 40})}).at(0);
}

std::vector<float> part(const Tensor& tensor, size_t begin, size_t count) {
  const std::vector<float> values = tensor.to_float();
  return {values.begin() + std::ptrdiff_t(begin), values.begin() + std::ptrdiff_t(begin + count)};
}

TEST(PriorBox, SquaresBetweenSizesAndRatios) {
  const Tensor boxes = priors("min_size: 4 max_size: 9 aspect_ratio: 4 variance: [0.1, 0.1, 0.2, 0.2]");
  // Per cell: 4 x 4, sqrt(36) x sqrt(36), 8 x 2, and flipped 2 x 8.
  ASSERT_EQ(boxes.dims, (Shape{1, 2, 2 * 4 * 4}));
  EXPECT_THAT(part(boxes, 0, 16),
              ElementsAre(0.2f, 0.3f, 0.3f, 0.7f, FloatNear(0.175f, 1e-6f), FloatNear(0.2f, 1e-6f),
                          FloatNear(0.325f, 1e-6f), FloatNear(0.8f, 1e-6f), 0.15f, 0.4f, 0.35f, 0.6f, 0.225f,
                          0.1f, 0.275f, 0.9f));
  // The second cell: 20 pixels to the right.
  EXPECT_THAT(part(boxes, 16, 4), ElementsAre(0.7f, 0.3f, 0.8f, 0.7f));
  EXPECT_THAT(part(boxes, 32, 5), ElementsAre(0.1f, 0.1f, 0.2f, 0.2f, 0.1f));
}

TEST(PriorBox, StepsOffsetsAndClipping) {
  const Tensor boxes =
      priors("min_size: 8 step_w: 10 step_h: 4 offset: 0 clip: true flip: false aspect_ratio: 1");
  ASSERT_EQ(boxes.dims, (Shape{1, 2, 8}));
  EXPECT_THAT(part(boxes, 0, 8),
              ElementsAre(0, 0, 0.1f, 0.4f, FloatNear(0.15f, 1e-6f), 0, FloatNear(0.35f, 1e-6f), 0.4f));
  EXPECT_THAT(part(boxes, 8, 8), testing::Each(0.1f));
  EXPECT_THAT(part(priors("min_size: 8 img_size: 80 step: 20"), 0, 4),
              ElementsAre(0.075f, 0.075f, 0.175f, 0.175f));
}

TEST(PriorBox, SizesAreWholePixels) {
  EXPECT_EQ(priors("min_size: 4.9 max_size: 9.9").to_float(), priors("min_size: 4 max_size: 9").to_float());
}

TEST(PriorBox, WhatItCannotBe) {
  EXPECT_THAT(error_of([] { priors(""); }), HasSubstr("min_size is missing"));
  EXPECT_THAT(error_of([] { priors("min_size: 4 max_size: 3"); }), HasSubstr("max_size"));
  EXPECT_THAT(error_of([] { priors("min_size: 4 variance: [1, 2]"); }), HasSubstr("2 variances"));
  EXPECT_EQ(status_of([] { priors("fixed_size: 4"); }), QUERN_ERROR_UNSUPPORTED);
}

// Two priors, three classes: the network's own arrangement of locations, confidences and priors.
TEST(DetectionOutput, EndsADetector) {
  const std::string net = input({1, 8}, "loc") + input({1, 6}, "conf") + input({1, 2, 8}, "prior") + R"(
    layer { name: "d" type: "DetectionOutput" bottom: "loc" bottom: "conf" bottom: "prior" top: "found"
      detection_output_param { num_classes: 3 code_type: CENTER_SIZE keep_top_k: 3 confidence_threshold: 0.2
        nms_param { nms_threshold: 0.5 top_k: 10 } } })";
  const Tensor locations = Tensor::from<float>({0, 0, 0, 0, 1, 0, 0, 0}, {1, 8});
  const Tensor confidences = Tensor::from<float>({0.1f, 0.8f, 0.1f, 0.3f, 0.3f, 0.4f}, {1, 6});
  const Tensor prior = Tensor::from<float>(
      {0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 0.1f, 0.1f, 0.2f, 0.2f, 0.1f, 0.1f, 0.2f, 0.2f}, {1, 2, 8});
  const Model model = convert(net);
  EXPECT_THAT(operators_of(model), ElementsAre("quern.DetectionOutput"));
  const Tensor found = ops::interpret(model.graph, {locations, confidences, prior}).at(0);
  // The second box moves by 0.1 of its width of 0.5.
  expect_near(found, {1, 1, 3, 7}, {0,    1,     0.8f, 0, 0, 0.5f, 0.5f,  0,    1,     0.3f, 0.55f,
                                    0.5f, 1.05f, 1,    0, 2, 0.4f, 0.55f, 0.5f, 1.05f, 1});
}

TEST(RoiPooling, BothKinds) {
  const Tensor x = iota({1, 4, 2, 2}), rois = Tensor::from<float>({0, 0, 0, 1, 1}, {1, 5});
  const auto pool = [&](const std::string& text) {
    return run_all(input(x.dims) + input({1, 5}, "r") +
                       "layer { name: 'p' bottom: 'x' bottom: 'r' top: 'y' " + text + " }",
                   {x, rois})
        .at(0);
  };
  expect_near(pool("type: 'ROIPooling' roi_pooling_param { pooled_h: 1 pooled_w: 1 }"), {1, 4, 1, 1},
              {3, 7, 11, 15});
  // Channel (i, j) gives bin (i, j).
  expect_near(
      pool("type: 'PSROIPooling' psroi_pooling_param { output_dim: 1 group_size: 2 spatial_scale: 1 }"),
      {1, 1, 2, 2}, {0, 5, 10, 15});
}

TEST(Proposal, RegionsAndEmptyRows) {
  const std::string net =
      input({1, 2, 1, 1}, "scores") + input({1, 4, 1, 1}, "deltas") + input({1, 3}, "info") + R"(
    layer { name: "p" type: "Proposal" bottom: "scores" bottom: "deltas" bottom: "info" top: "rois" top: "values"
      proposal_param { feat_stride: 16 base_size: 16 ratio: 1 scale: 1 post_nms_topn: 2 min_size: 4 } })";
  const auto found =
      run_all(net, {Tensor::from<float>({0.1f, 0.9f}, {1, 2, 1, 1}), Tensor(DataType::Float, {1, 4, 1, 1}),
                    Tensor::from<float>({100, 12, 1}, {1, 3})});
  // The anchor is the cell itself, 16 pixels wide; the image has 12 columns.
  expect_near(found.at(0), {2, 5}, {0, 0, 0, 11, 16, 0, 0, 0, 0, 0});
  expect_near(found.at(1), {2, 1}, {0.9f, 0});
}

}  // namespace
}  // namespace quern::frontend::caffe::test
