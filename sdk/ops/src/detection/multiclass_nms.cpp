// quern.MulticlassNms: Paddle's multiclass_nms, multiclass_nms2, multiclass_nms3. Each class keeps, best
// first, the boxes that overlap none of those kept so far by more than nms_threshold; with nms_eta < 1 the
// threshold, while above 0.5, shrinks with every box kept. Then each image keeps its keep_top_k best. Rows
// stand in the order of classes, within a class best first.
#include <algorithm>

#include "detection/box_overlap.hpp"
#include "detection/detections.hpp"

namespace quern::ops {
namespace {

using detection::Detection;
using detection::Selection;

struct Suppression {
  float threshold, eta;
};

void suppress(const Selection& selection, Suppression s, const float* boxes, std::span<const float> scores,
              int64_t label, std::vector<Detection>& kept) {
  const size_t first = kept.size();
  for (const int64_t candidate : detection::candidates(selection, scores)) {
    const auto overlaps = [&](const Detection& k) {
      // Written so that an overlap of NaN suppresses, as in Paddle.
      return !(detection::box_overlap(boxes + candidate * 4, boxes + k.box * 4, selection.normalized) <=
               s.threshold);
    };
    if (std::any_of(kept.begin() + std::ptrdiff_t(first), kept.end(), overlaps)) continue;
    kept.push_back({label, scores[size_t(candidate)], candidate});
    if (s.eta < 1 && s.threshold > 0.5f) s.threshold *= s.eta;
  }
}

void keep_best(std::vector<Detection>& detections, int64_t count) {
  if (count < 0 || int64_t(detections.size()) <= count) return;
  std::stable_sort(detections.begin(), detections.end(),
                   [](const Detection& a, const Detection& b) { return a.score > b.score; });
  detections.resize(size_t(count));
  std::stable_sort(detections.begin(), detections.end(),
                   [](const Detection& a, const Detection& b) { return a.label < b.label; });
}

void compute(ComputeContext& ctx) {
  const Selection selection = detection::read_selection(ctx.node());
  const Suppression suppression{ctx.node().get_float("nms_threshold", 0.3f),
                                ctx.node().get_float("nms_eta", 1)};
  detection::run_detection(ctx, [&](const float* boxes, std::span<const float> scores, size_t count) {
    std::vector<Detection> detections;
    for (size_t begin = 0; begin < scores.size(); begin += count) {
      const auto label = int64_t(begin / count);
      if (label == selection.background) continue;
      suppress(selection, suppression, boxes, scores.subspan(begin, count), label, detections);
    }
    keep_best(detections, selection.keep_top_k);
    return detections;
  });
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "MulticlassNms", detection::infer_detections, compute);

}  // namespace quern::ops
