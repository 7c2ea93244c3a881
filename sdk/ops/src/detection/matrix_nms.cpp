// quern.MatrixNms: Paddle's matrix_nms (SOLOv2, arXiv 2003.10152). Scores are not suppressed but decay: that
// of candidate i by the smallest, over better candidates j, of
//   linear:    (1 - iou(i, j)) / (1 - iou_max(j))
//   Gaussian:  exp((iou_max(j)^2 - iou(i, j)^2) * sigma)
// where iou_max(j) is the largest overlap of j with one better than itself. What falls to post_threshold or
// below goes. Rows stand best first.
#include <algorithm>
#include <cmath>

#include "detection/box_overlap.hpp"
#include "detection/detections.hpp"

namespace quern::ops {
namespace {

using detection::Detection;
using detection::Selection;

struct Decay {
  float post_threshold;
  bool gaussian;
  float sigma;

  [[nodiscard]] float factor(float overlap, float most) const {
    if (gaussian) return std::exp((most * most - overlap * overlap) * sigma);
    return (1 - overlap) / (1 - most);
  }
};

void decay_class(const Selection& selection, const Decay& decay, const float* boxes,
                 std::span<const float> scores, int64_t label, std::vector<Detection>& kept) {
  const std::vector<int64_t> order = detection::candidates(selection, scores);
  std::vector<float> most(order.size(), 0);  // overlap of each candidate with a better one
  for (size_t i = 0; i < order.size(); ++i) {
    float smallest = 1;
    for (size_t j = 0; j < i; ++j) {
      const float overlap =
          detection::box_overlap(boxes + order[i] * 4, boxes + order[j] * 4, selection.normalized);
      most[i] = std::max(most[i], overlap);
      smallest = std::min(smallest, decay.factor(overlap, most[j]));
    }
    const float score = smallest * scores[size_t(order[i])];
    if (score > decay.post_threshold) kept.push_back({label, score, order[i]});
  }
}

void compute(ComputeContext& ctx) {
  const Selection selection = detection::read_selection(ctx.node());
  const Decay decay{ctx.node().get_float("post_threshold", 0), ctx.node().get_int("use_gaussian", 0) != 0,
                    ctx.node().get_float("gaussian_sigma", 2)};
  detection::run_detection(ctx, [&](const float* boxes, std::span<const float> scores, size_t count) {
    std::vector<Detection> detections;
    for (size_t begin = 0; begin < scores.size(); begin += count) {
      const auto label = int64_t(begin / count);
      if (label == selection.background) continue;
      decay_class(selection, decay, boxes, scores.subspan(begin, count), label, detections);
    }
    std::stable_sort(detections.begin(), detections.end(),
                     [](const Detection& a, const Detection& b) { return a.score > b.score; });
    if (selection.keep_top_k >= 0 && int64_t(detections.size()) > selection.keep_top_k)
      detections.resize(size_t(selection.keep_top_k));
    return detections;
  });
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "MatrixNms", detection::infer_detections, compute);

}  // namespace quern::ops
