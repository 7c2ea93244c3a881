// quern.Proposal: the regions that a region proposal network (Faster R-CNN) suggests. docs/canonical.md has
// the attributes.
#include <limits>

#include "detection/boxes.hpp"

namespace quern::ops {
namespace {

using detection::Box;

struct Settings {
  std::vector<float> anchors;  // four corners each, around the first cell
  float stride, threshold, min_size;
  int64_t before, after;

  [[nodiscard]] int64_t anchor_count() const { return int64_t(anchors.size() / 4); }
};

Settings read_settings(const Node& node) {
  Settings s{node.require<std::vector<float>>("anchors"), node.get_float("feat_stride", 16),
             node.get_float("nms_threshold", 0.7f),       node.get_float("min_size", 16),
             node.get_int("pre_nms_top_n", 6000),         node.get_int("post_nms_top_n", 300)};
  nn::require(!s.anchors.empty() && s.anchors.size() % 4 == 0, "anchors must have four corners each");
  nn::require(s.after >= 1 && s.after <= (1 << 24), "post_nms_top_n is out of range");
  return s;
}

// Inputs: scores [1, 2 A, H, W] (the second half: of objects), deltas [1, 4 A, H, W], image [1, 3] (height,
// width, scale).
void check(const Settings& s, const Shape& scores, const Shape& deltas, const Shape& image) {
  const int64_t anchors = s.anchor_count();
  nn::require_rank(scores, 4, "the scores");
  nn::require_shape(scores, {1, 2 * anchors, scores[2], scores[3]}, "the scores");
  nn::require_shape(deltas, {1, 4 * anchors, scores[2], scores[3]}, "the deltas");
  nn::require(element_count(image) >= 3, "the image's height, width and scale are expected");
}

void infer(InferContext& ctx) {
  const Settings s = read_settings(ctx.node());
  ctx.output(0, DataType::Float, Shape{s.after, 5});
  if (ctx.output_count() > 1) ctx.output(1, DataType::Float, Shape{s.after, 1});
  if (is_static(ctx.shape(2))) check(s, ctx.shape(0), ctx.shape(1), ctx.shape(2));
}

// An anchor, moved and scaled by its deltas (in units of its size, sizes as logarithms), inside of the image.
Box apply(const float* anchor, float x, float y, const float* delta, int64_t step, const float* image) {
  const float width = anchor[2] - anchor[0] + 1, height = anchor[3] - anchor[1] + 1;
  const float centre_x = anchor[0] + x + width / 2 + delta[0] * width;
  const float centre_y = anchor[1] + y + height / 2 + delta[step] * height;
  const float w = std::exp(delta[2 * step]) * width, h = std::exp(delta[3 * step]) * height;
  const auto inside = [](float edge, float size) { return std::max(std::min(edge, size - 1), 0.0f); };
  return {inside(centre_x - w / 2, image[1]), inside(centre_y - h / 2, image[0]),
          inside(centre_x + w / 2, image[1]), inside(centre_y + h / 2, image[0])};
}

struct Candidates {
  std::vector<Box> boxes;
  std::vector<float> scores;
};

// By cell, and within a cell by anchor; without those that are too small.
Candidates candidates(const Settings& s, const Tensor& scores, const Tensor& deltas, const float* image) {
  const int64_t height = scores.dims[2], width = scores.dims[3], cells = height * width,
                anchors = s.anchor_count();
  const float least = s.min_size * image[2];
  Candidates found;
  for (int64_t cell = 0; cell < cells; ++cell)
    for (int64_t a = 0; a < anchors; ++a) {
      const float* delta = deltas.data<float>() + 4 * a * cells + cell;
      const Box box = apply(s.anchors.data() + 4 * a, float(cell % width) * s.stride,
                            float(cell / width) * s.stride, delta, cells, image);
      if (!(box.right - box.left + 1 >= least && box.bottom - box.top + 1 >= least)) continue;
      found.boxes.push_back(box);
      found.scores.push_back(scores.data<float>()[(anchors + a) * cells + cell]);
    }
  return found;
}

void compute(ComputeContext& ctx) {
  const Settings s = read_settings(ctx.node());
  const Tensor &scores = ctx.input(0), &deltas = ctx.input(1), &image = ctx.input(2);
  check(s, scores.dims, deltas.dims, image.dims);
  const Candidates found = candidates(s, scores, deltas, image.data<float>());
  const auto order = detection::ranked(found.scores.data(), int64_t(found.scores.size()), 1,
                                       std::numeric_limits<float>::lowest(), s.before);
  const auto kept = detection::suppressed(found.boxes, order, s.threshold, 1, 1, s.after);
  float* rois = nn::zeroed_output(ctx, 0, DataType::Float, {s.after, 5}).mutable_data<float>();
  for (const int64_t i : kept) {
    const Box& box = found.boxes[size_t(i)];
    for (const float value : {0.0f, box.left, box.top, box.right, box.bottom}) *rois++ = value;
  }
  if (ctx.output_count() < 2) return;
  float* values = nn::zeroed_output(ctx, 1, DataType::Float, {s.after, 1}).mutable_data<float>();
  for (const int64_t i : kept) *values++ = found.scores[size_t(i)];
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "Proposal", infer, compute);

}  // namespace quern::ops
