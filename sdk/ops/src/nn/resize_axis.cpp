#include "nn/resize_axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "nn/cubic.hpp"

namespace quern::ops::nn {
namespace {

std::string one_of(const Node& node, const char* attribute, const char* fallback,
                   const std::vector<std::string>& names) {
  std::string value = node.get_string(attribute, fallback);
  if (std::find(names.begin(), names.end(), value) != names.end()) return value;
  throw InputError(std::string(attribute) + " is \"" + value + "\", which Resize does not know",
                   node.label());
}

int64_t clamp_index(double index, int64_t size) { return int64_t(std::clamp(index, 0.0, double(size - 1))); }

int64_t nearest_index(const std::string& mode, double x, int64_t size) {
  double index = 0;
  if (mode == "floor")
    index = std::floor(x);
  else if (mode == "ceil")
    index = std::ceil(x);
  else if (mode == "round_prefer_ceil")
    index = std::floor(x + 0.5);
  else
    index = std::ceil(x - 0.5);  // round_prefer_floor
  return clamp_index(index, size);
}

std::vector<WeightedCell> cubic_cells(const ResizeMode& mode, double x, int64_t size) {
  const double base = std::floor(x);
  std::array<double, 4> weights = cubic_weights(double(mode.cubic_a), x - base);
  double total = 0;
  for (size_t k = 0; k < 4; ++k) {
    const double index = base - 1 + double(k);
    if (mode.exclude_outside && (index < 0 || index > double(size - 1))) weights[k] = 0;
    total += weights[k];
  }
  std::vector<WeightedCell> cells;
  for (size_t k = 0; k < 4; ++k)
    cells.push_back({clamp_index(base - 1 + double(k), size),
                     mode.exclude_outside && total != 0 ? weights[k] / total : weights[k]});
  return cells;
}

}  // namespace

ResizeMode::ResizeMode(const Node& node)
    : coordinates(one_of(node, "coordinate_transformation_mode", "half_pixel",
                         {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric",
                          "tf_half_pixel_for_nn", "tf_crop_and_resize"})),
      nearest(one_of(node, "nearest_mode", "round_prefer_floor",
                     {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"})),
      cubic_a(node.get_float("cubic_coeff_a", -0.75f)),
      exclude_outside(node.get_int("exclude_outside", 0) != 0),
      extrapolation_value(node.get_float("extrapolation_value", 0)) {
  const std::string mode = one_of(node, "mode", "nearest", {"nearest", "linear", "cubic"});
  interpolation = mode == "nearest"  ? Interpolation::Nearest
                  : mode == "linear" ? Interpolation::Linear
                                     : Interpolation::Cubic;
}

double source_position(const ResizeMode& mode, const ResizeAxis& axis, int64_t i) {
  const auto x = double(i), last_input = double(axis.input - 1);
  if (mode.coordinates == "half_pixel") return (x + 0.5) / axis.scale - 0.5;
  if (mode.coordinates == "pytorch_half_pixel") return axis.output > 1 ? (x + 0.5) / axis.scale - 0.5 : 0;
  if (mode.coordinates == "asymmetric") return x / axis.scale;
  if (mode.coordinates == "tf_half_pixel_for_nn") return (x + 0.5) / axis.scale;
  if (mode.coordinates == "align_corners") {
    // The official test data take the output size before it is rounded down.
    const double size = axis.scale * double(axis.input);
    return axis.output == 1 || size == 1 ? 0 : x * last_input / (size - 1);
  }
  const double start = axis.roi_start * last_input, end = axis.roi_end * last_input;
  return axis.output > 1 ? start + x * (end - start) / double(axis.output - 1) : 0.5 * (start + end);
}

std::vector<WeightedCell> source_cells(const ResizeMode& mode, const ResizeAxis& axis, int64_t i) {
  const double position = source_position(mode, axis, i);
  // Far outside, the border cell is all there is; this also keeps NaN and infinity out of the indices.
  const double x = std::isnan(position) ? 0 : std::clamp(position, -8.0, double(axis.input) + 8.0);
  switch (mode.interpolation) {
    case ResizeMode::Interpolation::Nearest:
      return {{nearest_index(mode.nearest, x, axis.input), 1.0}};
    case ResizeMode::Interpolation::Cubic:
      return cubic_cells(mode, x, axis.input);
    default: {
      const double base = std::floor(x);
      return {{clamp_index(base, axis.input), 1 - (x - base)}, {clamp_index(base + 1, axis.input), x - base}};
    }
  }
}

}  // namespace quern::ops::nn
