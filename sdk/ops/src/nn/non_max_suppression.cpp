#include <algorithm>
#include <numeric>

#include "nn/checks.hpp"

namespace quern::ops {
namespace {

// Inputs: boxes [N, B, 4], scores [N, classes, B], and optional scalars max_output_boxes_per_class,
// iou_threshold, score_threshold. Output int64 [K, 3]: (batch item, class, box).
void infer(InferContext& ctx) { ctx.output(0, DataType::Int64, Shape{kUnknownDim, 3}); }

struct Box {
  float top, left, bottom, right;
  [[nodiscard]] float area() const { return (bottom - top) * (right - left); }
};

// Corner format is (y1, x1, y2, x2) with corners in any order; centre format is (x, y, width, height).
Box read_box(const float* b, bool is_centre) {
  if (is_centre) return {b[1] - b[3] / 2, b[0] - b[2] / 2, b[1] + b[3] / 2, b[0] + b[2] / 2};
  return {std::min(b[0], b[2]), std::min(b[1], b[3]), std::max(b[0], b[2]), std::max(b[1], b[3])};
}

float intersection_over_union(const Box& a, const Box& b) {
  const float height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const float width = std::min(a.right, b.right) - std::max(a.left, b.left);
  if (!(height > 0 && width > 0) || !(a.area() > 0 && b.area() > 0)) return 0;
  const float common = height * width;
  return common / (a.area() + b.area() - common);
}

struct Limits {
  int64_t boxes_per_class;
  float iou;
  const float* score;  // null: all scores pass
};

// The boxes kept of one class, best first.
std::vector<int64_t> select(const std::vector<Box>& boxes, const float* scores, const Limits& limits) {
  std::vector<int64_t> order(boxes.size());
  std::iota(order.begin(), order.end(), 0);
  if (limits.score) std::erase_if(order, [&](int64_t i) { return !(scores[i] > *limits.score); });
  std::erase_if(order, [&](int64_t i) { return scores[i] != scores[i]; });
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return scores[a] > scores[b]; });
  std::vector<int64_t> kept;
  for (const int64_t candidate : order) {
    if (int64_t(kept.size()) >= limits.boxes_per_class) break;
    const auto overlaps = [&](int64_t k) {
      return intersection_over_union(boxes[size_t(k)], boxes[size_t(candidate)]) > limits.iou;
    };
    if (std::none_of(kept.begin(), kept.end(), overlaps)) kept.push_back(candidate);
  }
  return kept;
}

void compute(ComputeContext& ctx) {
  const Tensor &boxes = ctx.input(0), &scores = ctx.input(1);
  nn::require_rank(boxes.dims, 3, "boxes");
  nn::require_rank(scores.dims, 3, "scores");
  const int64_t batch = boxes.dims[0], count = boxes.dims[1], classes = scores.dims[1];
  nn::require_shape(boxes.dims, {batch, count, 4}, "boxes");
  nn::require_shape(scores.dims, {batch, classes, count}, "scores");
  const float score_threshold = ctx.has_input(4) ? nn::scalar_float(ctx.input(4)) : 0;
  const Limits limits{ctx.has_input(2) ? nn::scalar_int(ctx.input(2)) : 0,
                      ctx.has_input(3) ? nn::scalar_float(ctx.input(3)) : 0,
                      ctx.has_input(4) ? &score_threshold : nullptr};
  const bool is_centre = ctx.node().get_int("center_point_box", 0) != 0;
  std::vector<int64_t> selected;
  for (int64_t n = 0; n < batch; ++n) {
    std::vector<Box> decoded;
    for (int64_t i = 0; i < count; ++i)
      decoded.push_back(read_box(boxes.data<float>() + (n * count + i) * 4, is_centre));
    for (int64_t c = 0; c < classes; ++c)
      for (const int64_t box : select(decoded, scores.data<float>() + (n * classes + c) * count, limits))
        selected.insert(selected.end(), {n, c, box});
  }
  const auto rows = int64_t(selected.size() / 3);
  ctx.output(0, Tensor::from(selected, Shape{rows, 3}));
}

}  // namespace

QUERN_OPERATOR("", "NonMaxSuppression", infer, compute);

}  // namespace quern::ops
