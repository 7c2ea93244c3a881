#include "ops/quantisation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace quern::frontend::tensorflow {
namespace {

struct Range {
  double lowest, highest;
};

Range range_of(Type type) {
  const auto limits = []<class T>() {
    return Range{double(std::numeric_limits<T>::min()), double(std::numeric_limits<T>::max())};
  };
  switch (stored_type(type)) {
    case DataType::Int8:
      return limits.operator()<int8_t>();
    case DataType::Uint8:
      return limits.operator()<uint8_t>();
    case DataType::Int16:
      return limits.operator()<int16_t>();
    case DataType::Uint16:
      return limits.operator()<uint16_t>();
    case DataType::Int32:
      return limits.operator()<int32_t>();
    default:
      throw UnsupportedError("quantised elements of TensorFlow's type number " + std::to_string(int(type)));
  }
}

}  // namespace

Affine affine_of(const std::string& mode, Type type, bool narrow, const std::vector<float>& min,
                 const std::vector<float>& max) {
  const Range range = range_of(type);
  const double steps = range.highest - range.lowest;
  const bool is_signed = range.lowest < 0;
  Affine affine;
  for (size_t i = 0; i < min.size(); ++i) {
    const double low = min[i], high = max[i];
    double scale = (high - low) / steps, offset = 0;
    if (mode == "MIN_COMBINED") {
      offset = low + (is_signed ? (steps + 1) / 2 : 0) * scale;
    } else if (mode == "MIN_FIRST") {
      const double first = high == low || scale == 0 ? low : std::round(low / scale) * scale;
      offset = first - range.lowest * scale;
    } else if (mode == "SCALED") {
      const double lowest = range.lowest + (narrow ? 1 : 0);
      scale = is_signed ? std::max(low / lowest, high / range.highest) : high / range.highest;
    } else {
      throw UnsupportedError("quantisation mode " + mode);
    }
    affine.scale.push_back(float(scale));
    affine.offset.push_back(float(offset));
  }
  return affine;
}

void add_hint(Context& layer, float min, float max) {
  const float threshold = std::max(std::abs(min), std::abs(max));
  if (!std::isfinite(threshold) || threshold <= 0 || layer.is_constant(0)) return;
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), threshold, std::chars_format::general, 9);
  const std::string hint = std::string(text, end.ptr) + (min < 0 ? " 1" : " 0");
  // Input and output are one tensor, and which of the names stays is not known here.
  layer.notes().hints.emplace(layer.input(0, layer.order(0)), hint);
  layer.notes().hints.emplace(layer.output(), hint);
}

}  // namespace quern::frontend::tensorflow
