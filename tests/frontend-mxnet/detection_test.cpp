// The heads of detectors: anchors and decoded boxes worked out by hand.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

TEST(MultiBoxPrior, AnchorsOfEveryCell) {
  const Array map = noise({1, 3, 2, 3});
  const std::vector<double> sizes = {0.5, 0.2}, ratios = {1, 2, 0.5};
  const Array expected = computed({1, 2 * 3 * 4, 4}, [&](const Shape& p) {
    const int64_t cell = p[1] / 4, box = p[1] % 4;
    const double size = box < 2 ? sizes[size_t(box)] : sizes[0];
    const double ratio = box < 2 ? 1 : std::sqrt(ratios[size_t(box - 1)]);
    const double width = size * 2 / 3 * ratio, height = size / ratio;  // square in the image's pixels
    const double x = (double(cell % 3) + 0.5) / 3, y = (double(cell / 3) + 0.5) / 2;
    const std::array corners = {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
    return corners[size_t(p[2])];
  });
  const Texts attributes = {{"sizes", "(0.5, 0.2)"}, {"ratios", "(1, 2, 0.5)"}};
  expect_equal(run_layer("_contrib_MultiBoxPrior", {map}, attributes), expected);
  Texts clipped = attributes;
  clipped.emplace_back("clip", "True");
  expect_equal(run_layer("MultiBoxPrior", {map}, clipped),
               mapped(expected, [](double v) { return std::min(1.0, std::max(0.0, v)); }));
}

TEST(MultiBoxPrior, StepsAndOffsets) {
  const Tensor y = run_layer("_contrib_MultiBoxPrior", {noise({1, 1, 2, 2})},
                             {{"sizes", "0.2"}, {"steps", "(0.3, 0.4)"}, {"offsets", "(0, 1)"}});
  expect_equal(y, computed({1, 4, 4}, [](const Shape& p) {
                 const double x = double(p[1] % 2 + 1) * 0.4, y0 = double(p[1] / 2) * 0.3;
                 return (p[2] % 2 ? y0 : x) + (p[2] < 2 ? -0.1 : 0.1);
               }));
}

// Two classes behind the background; the anchors are of size 0.2 around 0.3 and 0.7.
class MultiBoxDetection : public testing::Test {
 protected:
  Array anchors_ =
      Array({1, 4, 4}, {.2f, .2f, .4f, .4f, .2f, .2f, .4f, .4f, .6f, .6f, .8f, .8f, .6f, .6f, .8f, .8f});
  //                                background          class 0             class 1
  Array probabilities_ = Array({1, 3, 4}, {.1f, .2f, .1f, 1, .8f, .7f, .1f, 0, .1f, .1f, .8f, 0});
  Array offsets_ = Array({1, 16});

  [[nodiscard]] Tensor run(const Texts& attributes = {}) const {
    return run_layer("_contrib_MultiBoxDetection", {probabilities_, offsets_, anchors_}, attributes);
  }
};

TEST_F(MultiBoxDetection, SortsAndSuppresses) {
  // The second box is the same as the first and of its class; the fourth is background.
  expect_equal(run(), Array({1, 4, 6}, {0,  .8f, .2f, .2f, .4f, .4f, 1,  .8f, .6f, .6f, .8f, .8f,
                                        -1, .7f, .2f, .2f, .4f, .4f, -1, -1,  -1,  -1,  -1,  -1}));
}

TEST_F(MultiBoxDetection, DecodesOffsets) {
  offsets_.values = {1, -1, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const double half = std::exp(0.5 * 0.2) * 0.1;
  const Tensor y = run({{"nms_threshold", "-1"}});
  const std::vector<float> values = y.to_float();
  EXPECT_NEAR(values[2], 0.3 + 0.1 * 0.2 - half, 1e-6);
  EXPECT_NEAR(values[3], 0.3 - 0.1 * 0.2 - 0.1, 1e-6);
  EXPECT_NEAR(values[4], 0.3 + 0.1 * 0.2 + half, 1e-6);
  EXPECT_NEAR(values[5], 0.3 - 0.1 * 0.2 + 0.1, 1e-6);
  EXPECT_FLOAT_EQ(values[6 + 1], 0.7f);  // without suppression nothing is sorted
}

TEST_F(MultiBoxDetection, ThresholdsTopKAndClipping) {
  EXPECT_FLOAT_EQ(run({{"threshold", "0.75"}}).to_float()[12], -1);
  EXPECT_FLOAT_EQ(run({{"threshold", "0.75"}}).to_float()[6], 1);
  EXPECT_FLOAT_EQ(run({{"nms_topk", "1"}}).to_float()[6], -1);
  offsets_.values[2] = 30;  // e^6 times as wide
  EXPECT_FLOAT_EQ(run().to_float()[2], 0);
  EXPECT_LT(run({{"clip", "False"}}).to_float()[2], -1);
}

TEST_F(MultiBoxDetection, ForceSuppressAcrossClasses) {
  anchors_.values = {.2f, .2f, .4f, .4f, .2f, .2f, .4f, .4f, .2f, .2f, .4f, .4f, .6f, .6f, .8f, .8f};
  EXPECT_FLOAT_EQ(run().to_float()[6], 1);
  EXPECT_FLOAT_EQ(run({{"force_suppress", "True"}}).to_float()[6], -1);
}

TEST(BoxDecode, FromCornersOrCentres) {
  const Array offsets = noise({2, 3, 4}),
              anchors({1, 3, 4}, {.1f, .2f, .5f, .4f, 0, 0, 1, 1, .3f, .3f, .6f, .9f});
  const std::vector<double> stds = {0.1, 0.2, 0.3, 0.4};
  for (const bool is_centre : {false, true}) {
    const Array expected = computed({2, 3, 4}, [&](const Shape& p) {
      const auto axis = p[2] % 2;  // 0: x, 1: y
      const double first = anchors.at({0, p[1], axis}), second = anchors.at({0, p[1], axis + 2});
      const double size = is_centre ? second : second - first,
                   centre = is_centre ? first : (first + second) / 2;
      const double moved = offsets.at({p[0], p[1], axis}) * stds[size_t(axis)] * size + centre;
      const double growth = std::min(0.25, offsets.at({p[0], p[1], axis + 2}) * stds[size_t(axis + 2)]);
      return moved + (p[2] < 2 ? -0.5 : 0.5) * std::exp(growth) * size;
    });
    Texts attributes = {{"std0", "0.1"}, {"std1", "0.2"}, {"std2", "0.3"}, {"std3", "0.4"}, {"clip", "0.25"}};
    if (!is_centre) attributes.emplace_back("format", "corner");
    expect_equal(run_layer("_contrib_box_decode", {offsets, anchors}, attributes), expected);
  }
}

TEST(BoxNms, WhatStaysMovesToTheFront) {
  const Array boxes({4, 6}, {0, .5f, .1f, .1f, .2f,  .2f,  1, .4f, .1f, .1f, .2f, .2f,
                             0, .3f, .1f, .1f, .14f, .14f, 2, .6f, .5f, .5f, .7f, .8f});
  const Array all_classes({4, 6}, {2, .6f, .5f, .5f, .7f,  .8f,  0,  .5f, .1f, .1f, .2f, .2f,
                                   0, .3f, .1f, .1f, .14f, .14f, -1, -1,  -1,  -1,  -1,  -1});
  const Texts base = {{"coord_start", "2"}, {"score_index", "1"}, {"overlap_thresh", "0.5"}};
  const auto run = [&](Texts more) {
    more.insert(more.end(), base.begin(), base.end());
    return run_layer("_contrib_box_nms", {boxes}, more);
  };
  expect_equal(run({}), all_classes);
  expect_equal(run({{"id_index", "0"}}),
               Array({4, 6}, {2, .6f, .5f, .5f, .7f, .8f, 0, .5f, .1f, .1f, .2f,  .2f,
                              1, .4f, .1f, .1f, .2f, .2f, 0, .3f, .1f, .1f, .14f, .14f}));
  expect_equal(run({{"id_index", "0"}, {"force_suppress", "True"}}), all_classes);
  EXPECT_FLOAT_EQ(run({{"id_index", "0"}, {"background_id", "2"}}).to_float()[1], 0.5f);
  EXPECT_FLOAT_EQ(run({{"valid_thresh", "0.35"}}).to_float()[13], -1);
  EXPECT_FLOAT_EQ(run({{"topk", "1"}}).to_float()[7], -1);
  expect_equal(run({{"topk", "0"}}), boxes);
}

TEST(BoxNms, FormatsAndBatches) {
  // Centre and size; the second image has nothing that is good enough.
  const Array boxes({2, 2, 5},
                    {.9f, .5f, .5f, .2f, .4f, .8f, .5f, .5f, .2f, .4f, 0, .5f, .5f, 1, 1, 0, .5f, .5f, 1, 1});
  const Tensor y = run_layer("_contrib_box_nms", {boxes},
                             {{"coord_start", "1"}, {"score_index", "0"}, {"in_format", "center"}});
  expect_equal(y, Array({2, 2, 5}, {.9f, .4f, .3f, .6f, .7f, -1, -1, -1, -1, -1,
                                    -1,  -1,  -1,  -1,  -1,  -1, -1, -1, -1, -1}));
  const Tensor back = run_layer("_contrib_box_nms", {Array({1, 5}, {.9f, .4f, .3f, .6f, .7f})},
                                {{"coord_start", "1"}, {"score_index", "0"}, {"out_format", "center"}});
  expect_equal(back, Array({1, 5}, {.9f, .5f, .5f, .2f, .4f}));
}

TEST(BoxNms, RefusesIndicesOutsideOfARow) {
  EXPECT_NE(error_of([] { run_layer("_contrib_box_nms", {noise({3, 6})}, {{"coord_start", "3"}}); }), "");
  EXPECT_NE(error_of([] { run_layer("_contrib_box_nms", {noise({3, 6})}, {{"score_index", "6"}}); }), "");
}

// One anchor per cell of stride 4, as large as the cell (0..3); two images.
class Proposal : public testing::Test {
 protected:
  Array probabilities_ =
      Array({2, 2, 2, 2}, {0, 0, 0, 0, .9f, .8f, .7f, .6f, 0, 0, 0, 0, .1f, .2f, .3f, .4f});
  Array offsets_ = Array({2, 4, 2, 2});
  Array images_ = Array({2, 3}, {8, 8, 1, 8, 4, 1});  // the second is padded to twice its width

  [[nodiscard]] std::vector<Tensor> run(Texts attributes) const {
    Net net;
    net.input("p", probabilities_.dims).input("o", offsets_.dims).input("i", images_.dims);
    for (const auto& given : Texts{{"feature_stride", "4"},
                                   {"scales", "(1,)"},
                                   {"ratios", "(1,)"},
                                   {"rpn_min_size", "2"},
                                   {"rpn_post_nms_top_n", "3"},
                                   {"output_score", "True"}})
      attributes.push_back(given);
    net.layer("_contrib_MultiProposal", "y", {"p", "o", "i"}, attributes).head("y:0").head("y:1");
    return net.run_all({probabilities_, offsets_, images_});
  }
};

TEST_F(Proposal, BestCellsFirst) {
  const std::vector<Tensor> y = run({});
  expect_equal(y.at(0), Array({6, 5}, {0, 0, 0, 3, 3, 0, 4, 0, 7, 3, 0, 0, 4, 3, 7,
                                       // behind the image everything scores -1 and shrinks to its last
                                       // column, which is too small and therefore widened by the least size
                                       1, 0, 4, 3, 7, 1, 0, 0, 3, 3, 1, 2, -1, 4, 4}));
  expect_equal(y.at(1), Array({6, 1}, {.9f, .8f, .7f, .3f, .1f, -1}));
}

TEST_F(Proposal, OffsetsMoveAndScale) {
  offsets_.at({0, 0, 0, 0}) = 0.25f;                 // a quarter of the width to the right
  offsets_.at({0, 2, 0, 0}) = float(std::log(1.5));  // half as wide again
  const std::vector<float> regions = run({}).at(0).to_float();
  EXPECT_NEAR(regions[1], 0, 1e-5);  // 1.5 + 1 - 0.5 * (6 - 1)
  EXPECT_NEAR(regions[3], 5, 1e-5);
}

TEST_F(Proposal, OffsetsOfCorners) {
  offsets_.at({0, 2, 0, 0}) = 2;
  EXPECT_NEAR(run({{"iou_loss", "True"}}).at(0).to_float()[3], 5, 1e-5);
}

TEST_F(Proposal, OverlappingRegionsAreDroppedAndTheRestRepeated) {
  // All cells of the first image see the same object in the middle.
  for_each({2, 2}, [&](const Shape& p) {
    offsets_.at({0, 0, p[0], p[1]}) = p[1] ? -0.5f : 0.5f;
    offsets_.at({0, 1, p[0], p[1]}) = p[0] ? -0.5f : 0.5f;
  });
  const std::vector<Tensor> y = run({});
  const std::vector<float> regions = y.at(0).to_float(), scores = y.at(1).to_float();
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_FLOAT_EQ(scores[i], 0.9f);
    EXPECT_NEAR(regions[i * 5 + 1], 2, 1e-5);
    EXPECT_NEAR(regions[i * 5 + 4], 5, 1e-5);
  }
}

// Sides are rounded before they are scaled.
TEST(ProposalAnchors, OfRatiosAndScales) {
  Net net;
  net.input("p", {1, 12, 1, 1}).input("o", {1, 24, 1, 1}).input("i", {1, 3});
  net.layer("_contrib_Proposal", "y", {"p", "o", "i"},
            {{"feature_stride", "16"}, {"scales", "(8, 16)"}, {"ratios", "(0.5, 1, 2)"}});
  const Model model = net.convert();
  const Tensor* anchors = model.graph.constant("y/anchors");
  ASSERT_NE(anchors, nullptr);
  // The well-known anchors of Faster R-CNN: 184 x 96, 368 x 192, 128 x 128, 256 x 256, 88 x 176, 176 x 352.
  expect_equal(*anchors, Array({6, 4}, {-84,  -40,  99,  55,  -176, -88, 191, 103, -56, -56,  71, 71,
                                        -120, -120, 135, 135, -36,  -80, 51,  95,  -80, -168, 95, 183}));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
