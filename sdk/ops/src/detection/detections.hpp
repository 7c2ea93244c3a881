// What MulticlassNms and MatrixNms share: their inputs, and outputs of a fixed size.
//   Inputs: Boxes [N, M, 4] (x1, y1, x2, y2), Scores [N, classes, M].
//   Outputs: Detections float32 [N * K, 6], rows (class, score, x1, y1, x2, y2); Index int32 [N * K, 1], the
//   box of each row as a number in [0, N * M); Count int32 [N]. The rows of the first image come first, then
//   those of the second, and so on; what is left is filled with rows of class -1 and zeros. K is keep_top_k,
//   or the largest possible number where that is smaller or keep_top_k is negative.
#pragma once

#include <span>
#include <vector>

#include "nn/checks.hpp"

namespace quern::ops::detection {

struct Detection {
  int64_t label;
  float score;
  int64_t box;  // of the image
};

// Attributes that both operators have.
struct Selection {
  int64_t background;  // class that is left out; -1: none
  float score_threshold;
  int64_t nms_top_k;   // candidates of each class; negative: all
  int64_t keep_top_k;  // detections of each image; negative: all
  bool normalized;
};
Selection read_selection(const Node& node);

// Shape inference of all three outputs.
void infer_detections(InferContext& ctx);

// The boxes of one class whose scores are above the threshold, best first (of equal ones the earlier), at
// most nms_top_k.
std::vector<int64_t> candidates(const Selection& selection, std::span<const float> scores);

// Runs `detect(boxes, scores, count)` on each image (`count` boxes; scores of all classes one behind the
// other) and makes the outputs.
template <class Detect>
void run_detection(ComputeContext& ctx, Detect&& detect);

// Implementation of run_detection().
class DetectionWriter {
 public:
  explicit DetectionWriter(ComputeContext& ctx);
  void write(int64_t image, const std::vector<Detection>& detections);
  [[nodiscard]] int64_t images() const { return images_; }
  [[nodiscard]] int64_t boxes() const { return boxes_; }
  [[nodiscard]] int64_t classes() const { return classes_; }

 private:
  const float* coordinates_;
  int64_t images_, boxes_, classes_, row_ = 0, rows_;
  float* out_;
  int32_t *index_, *count_;
};

template <class Detect>
void run_detection(ComputeContext& ctx, Detect&& detect) {
  DetectionWriter writer(ctx);
  const float* boxes = ctx.input(0).data<float>();
  const float* scores = ctx.input(1).data<float>();
  for (int64_t n = 0; n < writer.images(); ++n)
    writer.write(n, detect(boxes + n * writer.boxes() * 4,
                           std::span(scores + n * writer.classes() * writer.boxes(),
                                     size_t(writer.classes() * writer.boxes())),
                           size_t(writer.boxes())));
}

}  // namespace quern::ops::detection
