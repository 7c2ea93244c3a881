#include "detection/detections.hpp"

#include <algorithm>
#include <numeric>

#include "support/limits.hpp"

namespace quern::ops::detection {
namespace {

void require_inputs(const Shape& boxes, const Shape& scores) {
  nn::require_rank(boxes, 3, "Boxes");
  nn::require_rank(scores, 3, "Scores");
  nn::require_shape(boxes, {scores[0], scores[2], 4}, "Boxes");
}

int64_t rows_per_image(const Selection& s, int64_t classes, int64_t boxes) {
  const bool has_background = s.background >= 0 && s.background < classes;
  const int64_t per_class = s.nms_top_k < 0 ? boxes : std::min(s.nms_top_k, boxes);
  const int64_t most = multiply_sizes(classes - (has_background ? 1 : 0), per_class);
  return s.keep_top_k < 0 ? most : std::min(most, s.keep_top_k);
}

}  // namespace

Selection read_selection(const Node& node) {
  return {node.get_int("background_label", 0), node.get_float("score_threshold", 0),
          node.get_int("nms_top_k", -1), node.get_int("keep_top_k", -1), node.get_int("normalized", 1) != 0};
}

void infer_detections(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  ctx.output_unknown(1, DataType::Int32);
  ctx.output_unknown(2, DataType::Int32);
  const Shape &boxes = ctx.shape(0), &scores = ctx.shape(1);
  require_inputs(boxes, scores);
  ctx.output(2, DataType::Int32, Shape{scores[0]});
  if (!is_static(scores)) return;
  const int64_t rows =
      multiply_sizes(scores[0], rows_per_image(read_selection(ctx.node()), scores[1], scores[2]));
  check_size({rows, 6});
  ctx.output(0, DataType::Float, Shape{rows, 6});
  ctx.output(1, DataType::Int32, Shape{rows, 1});
}

std::vector<int64_t> candidates(const Selection& selection, std::span<const float> scores) {
  std::vector<int64_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  // Comparisons with NaN are false: such boxes are no candidates.
  std::erase_if(order, [&](int64_t i) { return !(scores[size_t(i)] > selection.score_threshold); });
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return scores[size_t(a)] > scores[size_t(b)]; });
  if (selection.nms_top_k >= 0 && int64_t(order.size()) > selection.nms_top_k)
    order.resize(size_t(selection.nms_top_k));
  return order;
}

DetectionWriter::DetectionWriter(ComputeContext& ctx) {
  const Tensor &boxes = ctx.input(0), &scores = ctx.input(1);
  require_inputs(boxes.dims, scores.dims);
  coordinates_ = boxes.data<float>();
  images_ = scores.dims[0];
  classes_ = scores.dims[1];
  boxes_ = scores.dims[2];
  rows_ = multiply_sizes(images_, rows_per_image(read_selection(ctx.node()), classes_, boxes_));
  out_ = nn::zeroed_output(ctx, 0, DataType::Float, {rows_, 6}).mutable_data<float>();
  index_ = nn::zeroed_output(ctx, 1, DataType::Int32, {rows_, 1}).mutable_data<int32_t>();
  count_ = nn::zeroed_output(ctx, 2, DataType::Int32, {images_}).mutable_data<int32_t>();
  for (int64_t i = 0; i < rows_; ++i) out_[i * 6] = -1;
}

void DetectionWriter::write(int64_t image, const std::vector<Detection>& detections) {
  for (const Detection& d : detections) {
    const int64_t box = image * boxes_ + d.box;
    float* row = out_ + row_ * 6;
    row[0] = float(d.label);
    row[1] = d.score;
    std::copy_n(coordinates_ + box * 4, 4, row + 2);
    index_[row_++] = int32_t(box);
  }
  count_[image] = int32_t(detections.size());
}

}  // namespace quern::ops::detection
