#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <quern/frontend/quantisation.hpp>

namespace quern::frontend {
namespace {

struct Range {
  int64_t lowest, highest;
};

std::optional<Range> range_of(DataType type) {
  const auto limits = []<class T>() {
    return Range{std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
  };
  switch (type) {
    case DataType::Int8:
      return limits.operator()<int8_t>();
    case DataType::Uint8:
      return limits.operator()<uint8_t>();
    case DataType::Int16:
      return limits.operator()<int16_t>();
    case DataType::Uint16:
      return limits.operator()<uint16_t>();
    default:
      return std::nullopt;
  }
}

}  // namespace

bool Quantisation::clips_negative() const { return zero_point == range_of(type)->lowest; }

std::string Quantisation::hint() const {
  const Range range = *range_of(type);
  const bool is_signed = zero_point > range.lowest;
  float threshold = scale * float(range.highest);
  if (zero_point != 0 || range.lowest == 0)
    threshold =
        scale * float(std::max(std::abs(range.lowest - zero_point), std::abs(range.highest - zero_point)));
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), threshold, std::chars_format::general, 9);
  return std::string(text, end.ptr) + (is_signed ? " 1" : " 0");
}

std::optional<Quantisation> quantisation_of(const Graph& graph, const Node& node) {
  if (!node.has_input(0) || !node.has_input(1)) return std::nullopt;
  const Tensor* scale = graph.constant(node.inputs[1]);
  if (!scale || scale->type != DataType::Float || scale->count() != 1) return std::nullopt;
  Quantisation q{scale->values<float>()[0], 0, DataType::Uint8};
  if (!std::isfinite(q.scale) || q.scale <= 0) return std::nullopt;
  if (node.has_input(2)) {
    const Tensor* zero = graph.constant(node.inputs[2]);
    if (!zero || zero->count() != 1 || !range_of(zero->type)) return std::nullopt;
    q.zero_point = zero->to_int64()[0];
    q.type = zero->type;
  }
  return q;
}

}  // namespace quern::frontend
