// Resize of the two spatial axes of NHWC feature maps: nearest for elements of any size, linear for floats.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "builders.hpp"
#include "parallel.hpp"
#include "planner.hpp"

namespace quern::cpu {
namespace {

// Where one output position along an axis comes from: input positions `low` and `high`, and the share of
// `high`.
struct Tap {
  int64_t low = 0, high = 0;
  float share = 0;
};

// The formulas of the ONNX operator's documentation; nothing where the node asks for another one.
std::optional<double> source_position(const std::string& transformation, int64_t out, double scale,
                                      int64_t in_size, int64_t out_size) {
  const auto x = double(out);
  if (transformation == "half_pixel") return (x + 0.5) / scale - 0.5;
  if (transformation == "pytorch_half_pixel") return out_size > 1 ? (x + 0.5) / scale - 0.5 : 0.0;
  if (transformation == "asymmetric") return x / scale;
  if (transformation == "align_corners")
    return out_size > 1 ? x * double(in_size - 1) / double(out_size - 1) : 0.0;
  return std::nullopt;
}

std::optional<double> rounded(const std::string& mode, double x) {
  if (mode == "round_prefer_floor") return std::ceil(x - 0.5);
  if (mode == "round_prefer_ceil") return std::floor(x + 0.5);
  if (mode == "floor") return std::floor(x);
  if (mode == "ceil") return std::ceil(x);
  return std::nullopt;
}

std::optional<std::vector<Tap>> taps(const Node& node, double scale, int64_t in_size, int64_t out_size) {
  const std::string transformation = node.get_string("coordinate_transformation_mode", "half_pixel");
  const bool is_linear = node.get_string("mode", "nearest") == "linear";
  std::vector<Tap> result;
  const auto last = double(in_size - 1);
  for (int64_t i = 0; i < out_size; ++i) {
    const auto x = source_position(transformation, i, scale, in_size, out_size);
    const auto nearest =
        x ? rounded(node.get_string("nearest_mode", "round_prefer_floor"), *x) : std::nullopt;
    if (!x || !nearest) return std::nullopt;
    Tap tap;
    if (is_linear) {
      const double inside = std::clamp(*x, 0.0, last);
      tap.low = int64_t(std::floor(inside));
      tap.high = std::min(tap.low + 1, in_size - 1);
      tap.share = float(inside - double(tap.low));
    } else {
      tap.low = tap.high = int64_t(std::clamp(*nearest, 0.0, last));
    }
    result.push_back(tap);
  }
  return result;
}

class ResizeStep : public Step {
 public:
  ResizeStep(Value& x, Value& y, std::vector<Tap> rows, std::vector<Tap> columns, bool is_linear)
      : rows_(std::move(rows)), columns_(std::move(columns)), is_linear_(is_linear) {
    reads = {&x};
    writes = {&y};
  }

  void run(RunContext&) override {
    const Shape& x = reads[0]->shape;
    const auto height = int64_t(rows_.size());
    parallel_for(x[0] * height, 1, [&](int64_t begin, int64_t end) {
      for (int64_t line = begin; line < end; ++line) {
        const int64_t image = line / height * x[2];
        const Tap& row = rows_[size_t(line % height)];
        if (is_linear_)
          interpolate(image + row.low, image + row.high, row.share, line);
        else
          repeat(image + row.low, line);
      }
    });
  }

 private:
  // Line numbers count all lines of all images.
  void repeat(int64_t source, int64_t target) const {
    const Shape& x = reads[0]->shape;
    const size_t pixel = size_t(x[1]) * size_of(reads[0]->type);
    const std::byte* from = reads[0]->data + size_t(source * x[3]) * pixel;
    std::byte* to = writes[0]->data + size_t(target) * columns_.size() * pixel;
    for (size_t i = 0; i < columns_.size(); ++i)
      std::memcpy(to + i * pixel, from + size_t(columns_[i].low) * pixel, pixel);
  }

  void interpolate(int64_t upper, int64_t lower, float share, int64_t target) const {
    const Shape& x = reads[0]->shape;
    const int64_t channels = x[1];
    const float* above = reads[0]->as<float>() + upper * x[3] * channels;
    const float* below = reads[0]->as<float>() + lower * x[3] * channels;
    float* y = writes[0]->as<float>() + target * int64_t(columns_.size()) * channels;
    for (const Tap& column : columns_) {
      const int64_t left = column.low * channels, right = column.high * channels;
      const float w11 = share * column.share, w10 = share * (1 - column.share),
                  w01 = (1 - share) * column.share, w00 = (1 - share) * (1 - column.share);
      for (int64_t c = 0; c < channels; ++c)
        y[c] =
            above[left + c] * w00 + above[right + c] * w01 + below[left + c] * w10 + below[right + c] * w11;
      y += channels;
    }
  }

  std::vector<Tap> rows_, columns_;
  bool is_linear_;
};

}  // namespace

bool build_resize(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  const Shape& y = planner.type(node.outputs[0]).shape;
  const std::string mode = node.get_string("mode", "nearest");
  if (x.shape.size() != 4 || y[0] != x.shape[0] || y[1] != x.shape[1]) return false;
  if (mode != "nearest" && !(mode == "linear" && x.type == DataType::Float)) return false;

  std::vector<double> scales;
  if (node.has_input(2) && planner.type(node.inputs[2]).shape != Shape{0}) {
    const Tensor* t = planner.constant(node.inputs[2]);
    if (!t || t->type != DataType::Float || t->count() != 4) return false;
    for (const float s : t->values<float>()) scales.push_back(s);
  } else {
    for (size_t i = 0; i < 4; ++i) scales.push_back(double(y[i]) / double(x.shape[i]));
  }
  auto rows = taps(node, scales[2], x.shape[2], y[2]);
  auto columns = taps(node, scales[3], x.shape[3], y[3]);
  if (!rows || !columns) return false;
  const AxisOrder order = channels_last_order(4);
  Value& input = planner.value(node.inputs[0], order);
  planner.add<ResizeStep>(node, input, planner.make(node.outputs[0], order), std::move(*rows),
                          std::move(*columns), mode == "linear");
  return true;
}

}  // namespace quern::cpu
