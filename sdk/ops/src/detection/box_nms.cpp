// quern.BoxNms: drops boxes that overlap better ones, as MXNet's box_nms defines it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/checks.hpp"

namespace quern::ops {
namespace {

// Where a row has what, and the limits.
struct Settings {
  float overlap_threshold, valid_threshold;
  int64_t top_k, coordinates, score, id, background;
  bool force_suppress, in_centre, out_centre;

  Settings(const Node& node, int64_t row)
      : overlap_threshold(node.get_float("overlap_threshold", 0.5f)),
        valid_threshold(node.get_float("valid_threshold", 0)),
        top_k(node.get_int("top_k", -1)),
        coordinates(node.get_int("coord_start", 2)),
        score(node.get_int("score_index", 1)),
        id(node.get_int("id_index", -1)),
        background(node.get_int("background_id", -1)),
        force_suppress(node.get_int("force_suppress", 0) != 0),
        in_centre(node.get_int("in_center", 0) != 0),
        out_centre(node.get_int("out_center", 0) != 0) {
    if (row < 0) return;
    nn::require(coordinates >= 0 && coordinates <= row - 4 && score >= 0 && score < row && id < row,
                "coord_start, score_index or id_index lies outside of a row");
  }
};

// Input and output: [..., boxes, row].
void infer(InferContext& ctx) {
  ctx.output_unknown(0, DataType::Float);
  const Shape& shape = ctx.shape(0);
  nn::require(shape.size() >= 2, "the input must have at least 2 axes");
  (void)Settings(ctx.node(), shape.back());
  ctx.output(0, DataType::Float, shape);
}

struct Box {
  float left, top, right, bottom, area;
};

// Boxes are corners, or centre and size.
Box read_box(const float* b, bool is_centre) {
  if (is_centre) {
    const float area = b[2] < 0 || b[3] < 0 ? 0 : b[2] * b[3];
    return {b[0] - b[2] / 2, b[1] - b[3] / 2, b[0] + b[2] / 2, b[1] + b[3] / 2, area};
  }
  const float width = b[2] - b[0], height = b[3] - b[1];
  return {b[0], b[1], b[2], b[3], width < 0 || height < 0 ? 0 : width * height};
}

bool overlap(const Box& a, const Box& b, float threshold) {
  const float width = std::max(0.0f, std::min(a.right, b.right) - std::max(a.left, b.left));
  const float height = std::max(0.0f, std::min(a.bottom, b.bottom) - std::max(a.top, b.top));
  const float common = width * height;
  return common / (a.area + b.area - common) > threshold;
}

// The rows that stay, best score first.
std::vector<int64_t> select(const Settings& s, const float* rows, int64_t count, int64_t row) {
  const auto score = [&](int64_t i) { return rows[i * row + s.score]; };
  const auto id = [&](int64_t i) { return s.id < 0 ? 0.0f : std::trunc(rows[i * row + s.id]); };
  std::vector<int64_t> order;
  for (int64_t i = 0; i < count; ++i)
    if (score(i) > s.valid_threshold && (s.id < 0 || s.background < 0 || id(i) != float(s.background)))
      order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return score(a) > score(b); });
  if (s.top_k > 0 && s.top_k < int64_t(order.size())) order.resize(size_t(s.top_k));
  std::vector<int64_t> kept;
  std::vector<Box> boxes;
  for (const int64_t i : order) {
    const Box box = read_box(rows + i * row + s.coordinates, s.in_centre);
    bool suppressed = false;
    for (size_t k = 0; k < kept.size() && !suppressed; ++k)
      suppressed = (s.force_suppress || id(kept[k]) == id(i)) && overlap(boxes[k], box, s.overlap_threshold);
    if (suppressed) continue;
    kept.push_back(i);
    boxes.push_back(box);
  }
  return kept;
}

// MXNet leaves a box alone whose first coordinate is negative: to it, that is a row of -1.
void change_format(const Settings& s, float* box) {
  if (s.in_centre == s.out_centre || box[0] < 0) return;
  const float a = box[0], b = box[1], c = box[2], d = box[3];
  const float corners[4] = {a - c / 2, b - d / 2, a + c / 2, b + d / 2};
  const float centre[4] = {(a + c) / 2, (b + d) / 2, c - a, d - b};
  std::copy_n(s.out_centre ? centre : corners, 4, box);
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  nn::require(x.dims.size() >= 2, "the input must have at least 2 axes");
  const int64_t row = x.dims.back(), count = x.dims[x.dims.size() - 2];
  const Settings settings(ctx.node(), row);
  if (settings.top_k == 0) return ctx.output(0, x);  // MXNet does nothing then
  Tensor& y = ctx.output(0, DataType::Float, x.dims);
  std::fill_n(y.mutable_data<float>(), y.count(), -1.0f);
  const int64_t block = count * row;
  for (int64_t begin = 0; block > 0 && begin < x.count(); begin += block) {
    const float* rows = x.data<float>() + begin;
    float* out = y.mutable_data<float>() + begin;
    for (const int64_t i : select(settings, rows, count, row)) {
      std::copy_n(rows + i * row, row, out);
      change_format(settings, out + settings.coordinates);
      out += row;
    }
  }
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "BoxNms", infer, compute);

}  // namespace quern::ops
