// Detection heads: raw, and decoded as Darknet's own code reads them out.
#include <cmath>

#include "support.hpp"

namespace quern::frontend::darknet::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

struct Reference {
  int64_t classes;
  std::vector<double> anchors;  // of this head, relative to the network's input
  double scale_xy = 1;
  bool new_coords = false, softmax = false, classfix = false;
  double threshold = 0;
};

// Row by row: x, y, w, h, objectness, probabilities.
std::vector<float> decoded(const Tensor& raw, const Reference& r) {
  const auto anchors = int64_t(r.anchors.size() / 2);
  const int64_t n = 5 + r.classes, height = raw.dims[2], width = raw.dims[3];
  const auto logistic = [&](double t) { return r.new_coords ? t : sigmoid(t); };
  std::vector<float> rows;
  for (int64_t image = 0; image < raw.dims[0]; ++image) {
    const View view(raw, image);
    for (int64_t y = 0; y < height; ++y)
      for (int64_t x = 0; x < width; ++x)
        for (int64_t a = 0; a < anchors; ++a) {
          const auto t = [&](int64_t k) { return view(a * n + k, y, x); };
          const auto place = [&](double v) { return logistic(v) * r.scale_xy - 0.5 * (r.scale_xy - 1); };
          const auto size = [&](double v) { return r.new_coords ? 4 * v * v : std::exp(v); };
          rows.push_back(float((place(t(0)) + double(x)) / double(width)));
          rows.push_back(float((place(t(1)) + double(y)) / double(height)));
          rows.push_back(float(size(t(2)) * r.anchors[size_t(2 * a)]));
          rows.push_back(float(size(t(3)) * r.anchors[size_t(2 * a + 1)]));
          rows.push_back(float(logistic(t(4))));
          double sum = 0;
          for (int64_t k = 0; k < r.classes; ++k) sum += std::exp(t(5 + k));
          const double likely = r.classfix && logistic(t(4)) < 0.5 ? 0 : logistic(t(4));
          for (int64_t k = 0; k < r.classes; ++k) {
            const double p = (r.softmax ? std::exp(t(5 + k)) / sum : logistic(t(5 + k))) * likely;
            rows.push_back(r.threshold == 0 || p > r.threshold ? float(p) : 0);
          }
        }
  }
  return rows;
}

// A network that hands its input of 2x3 cells to the head, as if it had been made from 64x96 pixels.
void check(const Dims& cells, const std::string& head, const Reference& reference, int64_t batch = 1) {
  const Tensor raw = image(cells, 5, batch);
  const Tensor result = run({cells, head}, raw, decoding(float(reference.threshold)))[0];
  const auto anchors = int64_t(reference.anchors.size() / 2);
  EXPECT_EQ(result.dims, Shape({batch, cells.height * cells.width * anchors, 5 + reference.classes}));
  expect_near(result, decoded(raw, reference));
}

// The network's input is 3 wide and 2 high, so anchors of so many pixels are these fractions.
TEST(Yolo, DecodesWithItsAnchors) {
  check({21, 2, 3}, "[yolo]\nclasses=2\nnum=4\nmask=1,2,0\nanchors=1,2, 3,4, 5,6, 7,8\n",
        {.classes = 2, .anchors = {3 / 3., 4 / 2., 5 / 3., 6 / 2., 1 / 3., 2 / 2.}});
  check({12, 2, 3}, "[yolo]\nclasses=1\nnum=2\nanchors=1,2, 3,4\n",  // no mask: all
        {.classes = 1, .anchors = {1 / 3., 2 / 2., 3 / 3., 4 / 2.}}, 2);
}

TEST(Yolo, StretchesCentres) {
  check({6, 2, 3}, "[yolo]\nclasses=1\nmask=0\nanchors=1,2\nscale_x_y=1.2\n",
        {.classes = 1, .anchors = {1 / 3., 2 / 2.}, .scale_xy = 1.2});
}

TEST(Yolo, NewCoordinatesAreActivatedAlready) {
  check({8, 2, 3}, "[yolo]\nclasses=3\nmask=0\nanchors=1,2\nscale_x_y=2\nnew_coords=1\n",
        {.classes = 3, .anchors = {1 / 3., 2 / 2.}, .scale_xy = 2, .new_coords = true});
}

TEST(Yolo, ProbabilitiesUpToTheThresholdAreZero) {
  check({8, 2, 3}, "[yolo]\nclasses=3\nmask=0\nanchors=1,2\n",
        {.classes = 3, .anchors = {1 / 3., 2 / 2.}, .threshold = 0.25});
}

TEST(Yolo, AnchorsFollowTheBoundInput) {
  const Net net = {{6, 2, 3}, "[yolo]\nclasses=1\nmask=0\nanchors=1,2\n"};
  const Tensor raw = image({6, 4, 5});
  expect_near(run(net, raw, decoding())[0], decoded(raw, {.classes = 1, .anchors = {1 / 5., 2 / 4.}}));
}

TEST(Yolo, ContradictionsAreInputErrors) {
  const auto error = [](const std::string& options) {
    return error_of([&] { convert({{12, 2, 3}, "[yolo]\nclasses=1\n" + options}, decoding()); });
  };
  EXPECT_THAT(error("num=3\n"), HasSubstr("has 12 channels, but 3 boxes of 6 numbers need 18"));
  EXPECT_THAT(error("num=2\nmask=1,2\n"), HasSubstr("uses anchor 2, but \"num\" is 2 | net.cfg:8"));
  EXPECT_THAT(error("num=2\nmask=0,1\nanchors=1,2,3\n"), HasSubstr("has 3 numbers"));
}

TEST(Region, DecodesWithItsAnchors) {
  check({14, 2, 3}, "[region]\nclasses=2\nnum=2\nanchors=1,2, 3,4\nsoftmax=1\n",
        {.classes = 2, .anchors = {1 / 3., 2 / 2., 3 / 3., 4 / 2.}, .softmax = true});
  check({7, 2, 3}, "[region]\nclasses=2\nnum=1\nanchors=1,2\n", {.classes = 2, .anchors = {1 / 3., 2 / 2.}});
  check({7, 2, 3}, "[region]\nclasses=2\nnum=1\nclassfix=-1\n",  // anchors of half a cell
        {.classes = 2, .anchors = {0.5 / 3, 0.5 / 2}, .classfix = true});
}

TEST(Region, AnchorsAreInCells) {
  const Net net = {{8, 4, 6}, "[maxpool]\nsize=2\nstride=2\n[region]\nclasses=3\nnum=1\nanchors=1,2\n"};
  const Tensor input = image({8, 4, 6});
  ConvertOptions both = decoding();
  both.outputs = {"maxpool_0", "region_1"};
  const std::vector<Tensor> outputs = run(net, input, both);
  expect_near(outputs[1], decoded(outputs[0], {.classes = 3, .anchors = {1 / 3., 2 / 2.}}));
}

TEST(Heads, WhatCannotBeDecodedIsRefusedButConvertsRaw) {
  for (const Net& net : {Net{{7, 2, 2}, "[region]\nclasses=2\nnum=1\ntree=9k.tree\n"},
                         Net{{7, 2, 2}, "[region]\nclasses=2\nnum=1\nmap=9k.map\n"},
                         Net{{7, 2, 2}, "[region]\nclasses=2\nnum=1\nbackground=1\n"},
                         Net{{9, 2, 2}, "[region]\nclasses=2\nnum=1\ncoords=6\n"},
                         Net{{11, 2, 2}, "[Gaussian_yolo]\nclasses=2\nnum=1\n"},
                         Net{{30, 7, 7}, "[detection]\nclasses=20\n"}}) {
    EXPECT_EQ(status_of([&] { convert(net, decoding()); }), QUERN_ERROR_UNSUPPORTED) << net.sections;
    EXPECT_THAT(operators_of(convert(net)), ElementsAre("Identity")) << net.sections;
  }
}

TEST(Heads, RawOnesEndTheGraphAtTheLayerBefore) {
  const Net net = {{6, 2, 2},
                   "[maxpool]\n[yolo]\nclasses=1\nmask=0\n[route]\nlayers=0\n[upsample]\n[yolo]\n"
                   "classes=1\nmask=0\n[cost]\n"};
  // [cost] reads a head, which is no tensor.
  EXPECT_THAT(error_of([&] { convert(net); }), HasSubstr("cost_5 reads yolo_4"));
  const Net good = {
      {6, 2, 2},
      "[maxpool]\n[yolo]\nclasses=1\nmask=0\n[route]\nlayers=0\n[upsample]\n[yolo]\nclasses=1\nmask=0\n"};
  EXPECT_THAT(output_names(convert(good)), ElementsAre("maxpool_0", "upsample_3"));
  EXPECT_THAT(output_names(convert(good, decoding())), ElementsAre("yolo_1", "yolo_4"));
}

}  // namespace
}  // namespace quern::frontend::darknet::test
