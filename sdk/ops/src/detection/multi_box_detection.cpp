// quern.MultiBoxDetection: boxes of a single-shot detector from class probabilities, offsets and anchors, as
// MXNet's operator of that name defines it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/checks.hpp"

namespace quern::ops {
namespace {

constexpr int64_t kRow = 6;  // class, score, x1, y1, x2, y2

// Inputs: probabilities [N, classes, A] (class 0 is the background), offsets [N, 4 A], anchors [1, A, 4]
// (x1, y1, x2, y2). Output [N, A, 6].
Shape output_shape(const Shape& probabilities, const Shape& offsets, const Shape& anchors) {
  nn::require_rank(probabilities, 3, "the probabilities");
  const int64_t batch = probabilities[0], count = probabilities[2];
  nn::require_shape(anchors, {1, count, 4}, "the anchors");
  nn::require_shape(offsets, {batch, count < 0 ? count : multiply_sizes(count, 4)}, "the offsets");
  return {batch, count, kRow};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  const Shape shape = output_shape(ctx.shape(0), ctx.shape(1), ctx.shape(2));
  check_size(shape);
  ctx.output(0, DataType::Float, shape);
}

struct Settings {
  float threshold, nms_threshold;
  bool clip, force_suppress;
  int64_t top_k;
  std::vector<float> variances;

  explicit Settings(const Node& node)
      : threshold(node.get_float("threshold", 0.01f)),
        nms_threshold(node.get_float("nms_threshold", 0.5f)),
        clip(node.get_int("clip", 1) != 0),
        force_suppress(node.get_int("force_suppress", 0) != 0),
        top_k(node.get_int("top_k", -1)),
        variances(node.get_floats("variances", {0.1f, 0.1f, 0.2f, 0.2f})) {
    nn::require(variances.size() == 4, "variances must have 4 values");
  }
};

// Centre and size of the anchor, moved and scaled by the offsets, as corners.
void decode(const Settings& s, const float* anchor, const float* offset, float* box) {
  const float width = anchor[2] - anchor[0], height = anchor[3] - anchor[1];
  const float x = offset[0] * s.variances[0] * width + (anchor[0] + anchor[2]) / 2;
  const float y = offset[1] * s.variances[1] * height + (anchor[1] + anchor[3]) / 2;
  const float half_width = std::exp(offset[2] * s.variances[2]) * width / 2;
  const float half_height = std::exp(offset[3] * s.variances[3]) * height / 2;
  const float corners[4] = {x - half_width, y - half_height, x + half_width, y + half_height};
  for (int i = 0; i < 4; ++i) box[i] = s.clip ? std::max(0.0f, std::min(1.0f, corners[i])) : corners[i];
}

float overlap(const float* a, const float* b) {
  const float width = std::max(0.0f, std::min(a[2], b[2]) - std::max(a[0], b[0]));
  const float height = std::max(0.0f, std::min(a[3], b[3]) - std::max(a[1], b[1]));
  const float common = width * height;
  const float all = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common;
  return all <= 0 ? 0 : common / all;
}

// The boxes of one image whose best class is not the background, in the order of the anchors.
std::vector<float> detect(const Settings& s, const float* probabilities, int64_t classes, int64_t count,
                          const float* offsets, const float* anchors) {
  std::vector<float> rows;
  for (int64_t i = 0; i < count; ++i) {
    float score = -1;
    int64_t best = 0;
    for (int64_t c = 1; c < classes; ++c)
      if (const float p = probabilities[c * count + i]; p > score) {
        score = p;
        best = c;
      }
    if (best == 0 || score < s.threshold) continue;
    rows.insert(rows.end(), {float(best - 1), score, 0, 0, 0, 0});
    decode(s, anchors + i * 4, offsets + i * 4, rows.data() + rows.size() - 4);
  }
  return rows;
}

// Best score first; those behind the first top_k, and those that overlap a better one of their class (of any
// class with force_suppress), get class -1 but stay where they are.
void suppress(const Settings& s, std::vector<float>& rows) {
  const auto count = int64_t(rows.size()) / kRow;
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return rows[size_t(a * kRow + 1)] > rows[size_t(b * kRow + 1)];
  });
  const int64_t kept = s.top_k > 0 ? std::min(s.top_k, count) : count;
  std::vector<float> sorted = rows;
  for (int64_t i = 0; i < kept; ++i)
    std::copy_n(rows.begin() + order[size_t(i)] * kRow, kRow, sorted.begin() + i * kRow);
  for (int64_t i = kept; i < count; ++i) sorted[size_t(i * kRow)] = -1;
  rows = std::move(sorted);
  for (int64_t i = 0; i < kept; ++i) {
    const float* a = rows.data() + i * kRow;
    for (int64_t j = i + 1; a[0] >= 0 && j < kept; ++j) {
      float* b = rows.data() + j * kRow;
      if (b[0] < 0 || (!s.force_suppress && a[0] != b[0])) continue;
      if (overlap(a + 2, b + 2) >= s.nms_threshold) b[0] = -1;
    }
  }
}

void compute(ComputeContext& ctx) {
  const Tensor &probabilities = ctx.input(0), &offsets = ctx.input(1), &anchors = ctx.input(2);
  const Shape shape = output_shape(probabilities.dims, offsets.dims, anchors.dims);
  const Settings settings(ctx.node());
  check_size(shape);
  Tensor& y = ctx.output(0, DataType::Float, shape);
  std::fill_n(y.mutable_data<float>(), y.count(), -1.0f);
  const int64_t classes = probabilities.dims[1], count = shape[1];
  for (int64_t n = 0; n < shape[0]; ++n) {
    std::vector<float> rows = detect(settings, probabilities.data<float>() + n * classes * count, classes,
                                     count, offsets.data<float>() + n * count * 4, anchors.data<float>());
    if (settings.nms_threshold > 0 && settings.nms_threshold <= 1) suppress(settings, rows);
    std::copy(rows.begin(), rows.end(), y.mutable_data<float>() + n * count * kRow);
  }
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "MultiBoxDetection", infer, compute);

}  // namespace quern::ops
