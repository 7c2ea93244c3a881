// The ends of detectors: quern.DetectionOutput, quern.PsRoiPool, quern.Proposal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk-ops/nn-quant/run.hpp"

namespace quern::ops::test {
namespace {

using testing::Each;
using testing::ElementsAre;

Attribute floats(const std::string& name, std::vector<float> values) { return {name, std::move(values), {}}; }

std::vector<float> row(const Tensor& tensor, int64_t number, int64_t width = 7) {
  const float* begin = tensor.data<float>() + number * width;
  return {begin, begin + width};
}

// ---- DetectionOutput ------------------------------------------------------------------------------------

Node detection_output(std::vector<Attribute> attributes) {
  return make_node("DetectionOutput", 3, std::move(attributes), "quern");
}

// Four priors: two that overlap by 0.6, one elsewhere, one elsewhere.
const Tensor& priors() {
  static const Tensor tensor = Tensor::from<float>(
      {0,    0,    1,    1,    0.25f, 0,    1.25f, 1,    2,    2,    3,    3,    4,    4,    5,    5,
       0.1f, 0.1f, 0.2f, 0.2f, 0.1f,  0.1f, 0.2f,  0.2f, 0.1f, 0.1f, 0.2f, 0.2f, 0.1f, 0.1f, 0.2f, 0.2f},
      {1, 2, 16});
  return tensor;
}

TEST(DetectionOutput, SuppressesWithinAClassOnly) {
  const Node node = detection_output(
      {integer("num_classes", 3), real("nms_threshold", 0.5f), real("confidence_threshold", 0.1f)});
  const Tensor scores = Tensor::from<float>({0, 0.9f, 0.1f, 0, 0.8f, 0.3f, 0, 0.7f, 0.05f, 1, 0, 0}, {1, 12});
  const Tensor y = run(node, {Tensor(DataType::Float, {1, 16}), scores, priors()})[0];
  // Background is class 0; at most 4 boxes for each of the other two.
  ASSERT_EQ(y.dims, (Shape{1, 1, 8, 7}));
  EXPECT_THAT(row(y, 0), ElementsAre(0, 1, 0.9f, 0, 0, 1, 1));
  EXPECT_THAT(row(y, 1), ElementsAre(0, 1, 0.7f, 2, 2, 3, 3));
  EXPECT_THAT(row(y, 2), ElementsAre(0, 2, 0.3f, 0.25f, 0, 1.25f, 1));
  for (int64_t i = 3; i < 8; ++i) EXPECT_THAT(row(y, i), Each(-1));
}

TEST(DetectionOutput, TheStricterThresholdDecides) {
  // The first two priors overlap by 0.75 / 1.25 = 0.6.
  const Tensor scores = Tensor::from<float>({0, 0.9f, 0, 0.8f, 0, 0, 0, 0}, {1, 8});
  const auto kept = [&](float threshold, float eta) {
    const Node node = detection_output({integer("num_classes", 2), real("nms_threshold", threshold),
                                        real("nms_eta", eta), real("confidence_threshold", 0.1f)});
    const Tensor y = run(node, {Tensor(DataType::Float, {1, 16}), scores, priors()})[0];
    int64_t count = 0;
    while (count < y.dims[2] && row(y, count)[0] >= 0) ++count;
    return count;
  };
  EXPECT_EQ(kept(0.61f, 1), 2);
  EXPECT_EQ(kept(0.59f, 1), 1);
  EXPECT_EQ(kept(0.61f, 0.9f), 1);  // after the first box the threshold is 0.549
}

TEST(DetectionOutput, KeepsTheBestOfAllImagesWithoutGaps) {
  const Node node =
      detection_output({integer("num_classes", 2), integer("background_label", -1), integer("keep_top_k", 2),
                        real("confidence_threshold", 0.5f), integer("nms_top_k", 1)});
  const Tensor scores = Tensor::from<float>({0.9f, 0.6f, 0, 0, 0, 0.7f, 0, 0,  //
                                             0, 0, 0, 0, 0, 0.8f, 0, 0},
                                            {2, 8});
  const Tensor y = run(node, {Tensor(DataType::Float, {2, 16}), scores, priors()})[0];
  ASSERT_EQ(y.dims, (Shape{1, 1, 4, 7}));
  EXPECT_THAT(row(y, 0), ElementsAre(0, 0, 0.9f, 0, 0, 1, 1));
  EXPECT_THAT(row(y, 1), ElementsAre(0, 1, 0.7f, 2, 2, 3, 3));
  EXPECT_THAT(row(y, 2), ElementsAre(1, 1, 0.8f, 2, 2, 3, 3));
  EXPECT_THAT(row(y, 3), Each(-1));
}

TEST(DetectionOutput, DecodesAllCodes) {
  const Tensor prior = Tensor::from<float>({1, 2, 3, 6, 0.1f, 0.2f, 0.5f, 0.25f}, {1, 2, 4});
  const Tensor delta = Tensor::from<float>({1, 1, 2, 4}, {1, 4}), score = Tensor::from<float>({1}, {1, 1});
  const auto box = [&](const std::string& code, bool encoded) {
    const Node node = detection_output({integer("num_classes", 1), integer("background_label", -1),
                                        text("code_type", code), integer("variance_encoded", encoded)});
    const std::vector<float> found = row(run(node, {delta, score, prior})[0], 0);
    return std::vector<float>(found.begin() + 3, found.end());
  };
  const auto near = [](std::vector<float> want) {
    return testing::Pointwise(testing::FloatNear(1e-4f), want);
  };
  EXPECT_THAT(box("corner", true), near({2, 3, 5, 10}));
  EXPECT_THAT(box("corner", false), near({1.1f, 2.2f, 4, 7}));
  EXPECT_THAT(box("corner_size", false), near({1.2f, 2.8f, 5, 10}));
  // Size 2 x 4 around (2, 4): the middle moves by (0.2, 0.8), the size grows by e.
  const float e = std::exp(1.0f);
  EXPECT_THAT(box("center_size", false), near({2.2f - e, 4.8f - 2 * e, 2.2f + e, 4.8f + 2 * e}));
}

TEST(DetectionOutput, LocationsOfEachClass) {
  const Tensor prior = Tensor::from<float>({0, 0, 1, 1, 1, 1, 1, 1}, {1, 2, 4});
  const Tensor delta = Tensor::from<float>({0, 0, 0, 0, 5, 5, 5, 5}, {1, 8}),
               scores = Tensor::from<float>({0.1f, 0.9f}, {1, 2});
  const Node node =
      detection_output({integer("num_classes", 2), integer("share_location", 0), integer("clip", 1)});
  const Node open = detection_output({integer("num_classes", 2), integer("share_location", 0)});
  EXPECT_THAT(row(run(open, {delta, scores, prior})[0], 0), ElementsAre(0, 1, 0.9f, 5, 5, 6, 6));
  EXPECT_THAT(row(run(node, {delta, scores, prior})[0], 0), ElementsAre(0, 1, 0.9f, 1, 1, 1, 1));
}

TEST(DetectionOutput, ShapesThatContradictEachOther) {
  const Node node = detection_output({integer("num_classes", 2)});
  EXPECT_THROW(run(node, {iota({1, 15}), iota({1, 8}), priors()}), Error);
  EXPECT_THROW(run(node, {iota({1, 16}), iota({1, 9}), priors()}), Error);
  EXPECT_THROW(run(node, {iota({1, 16}), iota({1, 8}), iota({1, 1, 16})}), Error);
  EXPECT_THROW(run(detection_output({}), {iota({1, 16}), iota({1, 8}), priors()}), Error);
  EXPECT_THROW(run(detection_output({integer("num_classes", 2), text("code_type", "other")}),
                   {iota({1, 16}), iota({1, 8}), priors()}),
               Error);
  const auto outputs = infer(node, {{DataType::Float, Shape{3, 16}, nullptr},
                                    {DataType::Float, Shape{3, 8}, nullptr},
                                    {DataType::Float, Shape{1, 2, 16}, nullptr}});
  EXPECT_EQ(outputs[0].shape, (Shape{1, 1, 12, 7}));
}

// ---- PsRoiPool ------------------------------------------------------------------------------------------

TEST(PsRoiPool, EachBinHasItsChannel) {
  const Node node =
      make_node("PsRoiPool", 2,
                {integer("output_dim", 2), integer("group_size", 2), real("spatial_scale", 0.5f)}, "quern");
  // The region covers cells 0 to 2 (exclusive) of each axis at scale 0.5: [0, 4) pixels.
  const Tensor x = iota({1, 8, 4, 4});
  const Tensor y = run(node, {x, Tensor::from<float>({0, 0, 0, 3, 3}, {1, 5})})[0];
  ASSERT_EQ(y.dims, (Shape{1, 2, 2, 2}));
  // Bin (i, j) of channel c: cell (i, j) of input channel (c * 2 + i) * 2 + j.
  EXPECT_THAT(values<float>(y), ElementsAre(0, 16 + 1, 32 + 4, 48 + 5, 64, 80 + 1, 96 + 4, 112 + 5));
}

TEST(PsRoiPool, RegionsOutsideAreEmpty) {
  const Node node = make_node("PsRoiPool", 2, {integer("output_dim", 1), integer("group_size", 1)}, "quern");
  EXPECT_THAT(values<float>(run(node, {iota({1, 1, 2, 2}), Tensor::from<float>({0, 7, 7, 9, 9}, {1, 5})})[0]),
              ElementsAre(0));
  EXPECT_THROW(run(node, {iota({1, 1, 2, 2}), Tensor::from<float>({1, 0, 0, 1, 1}, {1, 5})}), Error);
  EXPECT_THROW(run(node, {iota({1, 2, 2, 2}), Tensor::from<float>({0, 0, 0, 1, 1}, {1, 5})}), Error);
}

// ---- Proposal -------------------------------------------------------------------------------------------

TEST(Proposal, MovesRanksAndSuppressesAnchors) {
  // One anchor of 10 x 10 pixels per cell, cells 8 pixels apart.
  Node node = make_node("Proposal", 3,
                        {floats("anchors", {0, 0, 9, 9}), real("feat_stride", 8), real("nms_threshold", 0.5f),
                         real("min_size", 4), integer("post_nms_top_n", 3)},
                        "quern", 2);
  const Tensor scores = Tensor::from<float>({0, 0, 0, 0, 0.2f, 0.9f, 0.5f, 0.4f}, {1, 2, 1, 4});
  std::vector<float> deltas(16, 0);
  deltas[0] = 0.75f;  // the first anchor moves by 7.5 pixels: onto the second one
  const Tensor image = Tensor::from<float>({100, 29, 1}, {1, 3});
  const auto found = run(node, {scores, Tensor::from(deltas, {1, 4, 1, 4}), image});
  ASSERT_EQ(found[0].dims, (Shape{3, 5}));
  // Best first; the first anchor overlaps the second, the fourth is cut at the image's edge to 5 pixels.
  EXPECT_THAT(row(found[0], 0, 5), ElementsAre(0, 8, 0, 18, 10));
  EXPECT_THAT(row(found[0], 1, 5), ElementsAre(0, 16, 0, 26, 10));
  EXPECT_THAT(row(found[0], 2, 5), ElementsAre(0, 24, 0, 28, 10));
  EXPECT_THAT(values<float>(found[1]), ElementsAre(0.9f, 0.5f, 0.4f));
  // Smaller ones go, and what is not found is 0.
  node.set("min_size", 6.0f);
  const auto fewer = run(node, {scores, Tensor::from(deltas, {1, 4, 1, 4}), image});
  EXPECT_THAT(row(fewer[0], 2, 5), Each(0));
}

TEST(Proposal, ContradictionsAreRefused) {
  const Node node = make_node("Proposal", 3, {floats("anchors", {0, 0, 9, 9})}, "quern");
  EXPECT_THROW(run(node, {iota({1, 4, 1, 1}), iota({1, 4, 1, 1}), iota({1, 3})}), Error);
  EXPECT_THROW(run(node, {iota({1, 2, 1, 1}), iota({1, 4, 2, 1}), iota({1, 3})}), Error);
  EXPECT_THROW(run(node, {iota({1, 2, 1, 1}), iota({1, 4, 1, 1}), iota({1, 2})}), Error);
  EXPECT_THROW(run(make_node("Proposal", 3, {floats("anchors", {1})}, "quern"),
                   {iota({1, 2, 1, 1}), iota({1, 4, 1, 1}), iota({1, 3})}),
               Error);
}

}  // namespace
}  // namespace quern::ops::test
