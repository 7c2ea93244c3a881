// prior_box, density_prior_box, anchor_generator: boxes that follow from shapes alone, so they are constants.
//   Boxes (or Anchors) and Variances [H, W, boxes per cell, 4], corners (x1, y1, x2, y2); relative to the
//   image, but anchors in pixels.
#include <algorithm>
#include <cmath>
#include <functional>

#include "ops/fill.hpp"

namespace quern::frontend::paddle {
namespace {

constexpr int64_t kMostBoxes = 1 << 16;  // of one cell

struct Grid {
  int64_t height, width;  // cells
  float image_height = 1, image_width = 1;
  float step_y = 0, step_x = 0;  // pixels from cell to cell
};

Grid grid_of(const Context& layer) {
  const Shape cells = layer.shape(layer.input("Input")), image = layer.shape(layer.input("Image"));
  if (cells.size() != 4 || image.size() != 4 || cells[2] < 1 || cells[3] < 1 || image[2] < 1 || image[3] < 1)
    throw InputError("priors for a feature map of " + to_string(cells) + " in an image of " +
                     to_string(image));
  Grid grid{cells[2], cells[3], float(image[2]), float(image[3])};
  grid.step_x = layer.number("step_w", 0);
  grid.step_y = layer.number("step_h", 0);
  if (grid.step_x == 0 || grid.step_y == 0) {
    grid.step_x = grid.image_width / float(grid.width);
    grid.step_y = grid.image_height / float(grid.height);
  }
  return grid;
}

struct Box {
  float x, y, width, height;  // centre and size in pixels
};

// Makes both outputs. `boxes_at(x, y)` lists the boxes of the cell in column x and row y as corners.
using Corners = std::vector<float>;
void finish(Context& layer, const char* slot, const Grid& grid,
            const std::function<Corners(int64_t x, int64_t y)>& boxes_at) {
  const std::vector<float> variances = layer.floats("variances", {0.1f, 0.1f, 0.2f, 0.2f});
  if (variances.size() != 4) throw InputError("priors need four variances");
  const auto per_cell = int64_t(boxes_at(0, 0).size());
  const Shape shape = {grid.height, grid.width, per_cell / 4, 4};
  Tensor boxes = filled(DataType::Float, shape, 0), spread = filled(DataType::Float, shape, 0);
  float* out = boxes.mutable_data<float>();
  for (int64_t y = 0; y < grid.height; ++y)
    for (int64_t x = 0; x < grid.width; ++x) {
      const Corners corners = boxes_at(x, y);
      out = std::copy(corners.begin(), corners.end(), out);
    }
  for (int64_t i = 0; i < spread.count(); ++i) spread.mutable_data<float>()[i] = variances[size_t(i % 4)];
  if (layer.flag("clip", false))
    for (int64_t i = 0; i < boxes.count(); ++i)
      boxes.mutable_data<float>()[i] = std::clamp(boxes.data<float>()[i], 0.0f, 1.0f);
  if (layer.has_output(slot)) layer.finish_constant(layer.output(slot), std::move(boxes));
  if (layer.has_output("Variances")) layer.finish_constant(layer.output("Variances"), std::move(spread));
}

void append_relative(Corners& corners, const Box& box, const Grid& grid) {
  corners.insert(corners.end(),
                 {(box.x - box.width / 2) / grid.image_width, (box.y - box.height / 2) / grid.image_height,
                  (box.x + box.width / 2) / grid.image_width, (box.y + box.height / 2) / grid.image_height});
}

bool same_ratio(float a, float b) { return std::abs(a - b) < 1e-6f; }

// 1, then each given ratio that is new, with `flip` followed by its inverse.
std::vector<float> expanded_ratios(const Context& layer) {
  std::vector<float> ratios = {1};
  for (const float ratio : layer.floats("aspect_ratios", {1})) {
    if (std::any_of(ratios.begin(), ratios.end(), [&](float r) { return same_ratio(r, ratio); })) continue;
    ratios.push_back(ratio);
    if (layer.flag("flip", false)) ratios.push_back(1 / ratio);
  }
  return ratios;
}

// Sizes of the boxes of one cell: of each min_size one per ratio, and one of sqrt(min_size * max_size).
std::vector<Box> prior_sizes(const Context& layer) {
  const std::vector<float> smallest = layer.floats("min_sizes"), largest = layer.floats("max_sizes"),
                           ratios = expanded_ratios(layer);
  if (!largest.empty() && largest.size() != smallest.size())
    throw InputError("prior_box needs as many max_sizes as min_sizes");
  const bool square_first = layer.flag("min_max_aspect_ratios_order", false);
  if (smallest.size() * ratios.size() > size_t(kMostBoxes)) throw InputError("too many boxes for each cell");
  std::vector<Box> sizes;
  for (size_t s = 0; s < smallest.size(); ++s) {
    const auto by_ratio = [&](float r) {
      sizes.push_back({0, 0, smallest[s] * std::sqrt(r), smallest[s] / std::sqrt(r)});
    };
    const auto between = [&] {
      const float side = largest.empty() ? 0 : std::sqrt(smallest[s] * largest[s]);
      if (!largest.empty()) sizes.push_back({0, 0, side, side});
    };
    if (square_first) {
      by_ratio(1);
      between();
    }
    for (const float r : ratios)
      if (!square_first || !same_ratio(r, 1)) by_ratio(r);
    if (!square_first) between();
  }
  return sizes;
}

void translate_prior_box(Context& layer) {
  const Grid grid = grid_of(layer);
  const std::vector<Box> sizes = prior_sizes(layer);
  const float offset = layer.number("offset", 0.5);
  finish(layer, "Boxes", grid, [&](int64_t x, int64_t y) {
    Corners corners;
    for (Box box : sizes) {
      box.x = (float(x) + offset) * grid.step_x;
      box.y = (float(y) + offset) * grid.step_y;
      append_relative(corners, box, grid);
    }
    return corners;
  });
}

// Each fixed size has density^2 boxes per ratio, spread evenly over the cell; whole pixels apart.
void translate_density_prior_box(Context& layer) {
  const Grid grid = grid_of(layer);
  const std::vector<float> sizes = layer.floats("fixed_sizes"), ratios = layer.floats("fixed_ratios");
  const std::vector<int64_t> densities = layer.ints("densities");
  if (sizes.size() != densities.size()) throw InputError("density_prior_box needs one density per size");
  int64_t boxes = 0;
  for (const int64_t d : densities) {
    if (d < 1 || d > 64) throw InputError("a density of " + std::to_string(d));
    boxes += d * d * int64_t(ratios.size());
  }
  if (boxes > kMostBoxes || !(grid.step_x + grid.step_y < 0x1p24f && grid.step_x + grid.step_y > 0))
    throw InputError("too many boxes for each cell, or cells too large");
  const float offset = layer.number("offset", 0.5);
  const auto step = int64_t((grid.step_x + grid.step_y) * 0.5f);
  const auto first = [&](float centre, int64_t shift) {
    return float(double(centre) - double(step) / 2 + double(shift) / 2);
  };
  finish(layer, "Boxes", grid, [&](int64_t x, int64_t y) {
    Corners corners;
    for (size_t s = 0; s < sizes.size(); ++s) {
      const int64_t shift = step / densities[s];
      for (const float ratio : ratios)
        for (int64_t i = 0; i < densities[s] * densities[s]; ++i) {
          const Box box{first((float(x) + offset) * grid.step_x, shift) + float(i % densities[s] * shift),
                        first((float(y) + offset) * grid.step_y, shift) + float(i / densities[s] * shift),
                        sizes[s] * std::sqrt(ratio), sizes[s] / std::sqrt(ratio)};
          append_relative(corners, box, grid);
          for (size_t k = corners.size() - 4; k < corners.size(); ++k)
            corners[k] = k % 4 < 2 ? std::max(corners[k], 0.0f) : std::min(corners[k], 1.0f);
        }
    }
    return corners;
  });
}

// Anchors of one cell: ratios outside, sizes inside; the base is as large as the stride, in whole pixels.
void translate_anchor_generator(Context& layer) {
  const Shape cells = layer.shape(layer.input("Input"));
  const std::vector<float> sizes = layer.floats("anchor_sizes"), ratios = layer.floats("aspect_ratios"),
                           stride = layer.floats("stride");
  if (cells.size() != 4 || cells[2] < 1 || cells[3] < 1 || stride.size() != 2)
    throw InputError("anchors for a feature map of " + to_string(cells));
  if (sizes.size() * ratios.size() > size_t(kMostBoxes)) throw InputError("too many boxes for each cell");
  const float offset = layer.number("offset", 0.5);
  const Grid grid{cells[2], cells[3]};
  finish(layer, "Anchors", grid, [&](int64_t column, int64_t row) {
    const float x = float(column) * stride[0] + offset * (stride[0] - 1),
                y = float(row) * stride[1] + offset * (stride[1] - 1);
    Corners corners;
    for (const float ratio : ratios)
      for (const float size : sizes) {
        const float base_width = std::round(std::sqrt(stride[0] * stride[1] / ratio)),
                    base_height = std::round(base_width * ratio);
        const float half_width = 0.5f * (size / stride[0] * base_width - 1),
                    half_height = 0.5f * (size / stride[1] * base_height - 1);
        corners.insert(corners.end(), {x - half_width, y - half_height, x + half_width, y + half_height});
      }
    return corners;
  });
}

QUERN_PADDLE_OP("prior_box", translate_prior_box);
QUERN_PADDLE_OP("density_prior_box", translate_density_prior_box);
QUERN_PADDLE_OP("anchor_generator", translate_anchor_generator);

}  // namespace
}  // namespace quern::frontend::paddle
