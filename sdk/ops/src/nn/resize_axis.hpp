// Resize works axis by axis: along one axis every output cell is a weighted sum of a few input cells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quern/graph/node.hpp>

namespace quern::ops::nn {

// The attributes of Resize that say where an output cell looks and what it takes.
struct ResizeMode {
  explicit ResizeMode(const Node& node);  // throws InputError on unknown names

  enum class Interpolation { Nearest, Linear, Cubic };
  Interpolation interpolation;
  std::string coordinates;  // coordinate_transformation_mode
  std::string nearest;      // nearest_mode
  float cubic_a;
  bool exclude_outside;
  float extrapolation_value;

  [[nodiscard]] bool crops() const { return coordinates == "tf_crop_and_resize"; }
};

// One axis: `scale` is output size / input size before rounding; roi is only read by tf_crop_and_resize.
struct ResizeAxis {
  int64_t input, output;
  double scale;
  double roi_start = 0, roi_end = 1;
};

struct WeightedCell {
  int64_t index;
  double weight;
};

// The position in the input that output cell `i` looks at.
double source_position(const ResizeMode& mode, const ResizeAxis& axis, int64_t i);

// The input cells of output cell `i`; all indices lie inside the input.
std::vector<WeightedCell> source_cells(const ResizeMode& mode, const ResizeAxis& axis, int64_t i);

}  // namespace quern::ops::nn
