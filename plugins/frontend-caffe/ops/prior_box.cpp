// PriorBox of SSD: boxes of several sizes and shapes around every cell of a feature map, relative to the
// image's size. They depend on shapes only, so they are constants: [1, 2, boxes * 4], first the corners, then
// the variances.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

constexpr size_t kMostRatios = 256;
constexpr size_t kMostBoxes = size_t(1) << 20;

constexpr const char* kTooMany = "it has more boxes than any detector";

struct Size {
  float width, height;
};

// 1, then the given ratios and, with `flip`, their inverses, each once.
std::vector<float> aspect_ratios(const FieldTree& p) {
  std::vector<float> ratios = {1};
  if (p.count("aspect_ratio") > kMostRatios) throw InputError("it has more aspect ratios than any detector");
  for (const float ratio : p.get_floats("aspect_ratio")) {
    if (!(ratio > 0)) throw InputError("an aspect ratio is not above 0");
    const auto same = [&](float r) { return std::fabs(r - ratio) < 1e-6f; };
    if (std::any_of(ratios.begin(), ratios.end(), same)) continue;
    ratios.push_back(ratio);
    if (p.get_bool("flip", true)) ratios.push_back(1.0f / ratio);
  }
  return ratios;
}

// Whole pixels: SSD drops the fraction of the sizes that a network gives.
std::vector<float> whole(std::vector<float> sizes) {
  for (float& size : sizes) {
    if (!(size >= 1 && size < 1e6f)) throw InputError("a size is out of range");
    size = std::trunc(size);
  }
  return sizes;
}

// The sizes of all boxes around one cell, in pixels: for each minimum a square of it, a square between it and
// its maximum, and one box per ratio.
std::vector<Size> box_sizes(const FieldTree& p) {
  const std::vector<float> least = whole(p.get_floats("min_size")), most = whole(p.get_floats("max_size")),
                           ratios = aspect_ratios(p);
  if (least.empty()) throw InputError("min_size is missing");
  if (least.size() * (ratios.size() + 1) > kMostBoxes) throw InputError(kTooMany);
  if (!most.empty() && most.size() != least.size())
    throw InputError("it has " + std::to_string(least.size()) + " min_size and " +
                     std::to_string(most.size()) + " max_size");
  std::vector<Size> sizes;
  for (size_t i = 0; i < least.size(); ++i) {
    sizes.push_back({least[i], least[i]});
    if (!most.empty()) {
      if (!(most[i] > least[i])) throw InputError("max_size is not above min_size");
      const float middle = std::sqrt(least[i] * most[i]);
      sizes.push_back({middle, middle});
    }
    for (size_t k = 1; k < ratios.size(); ++k) {
      const float root = std::sqrt(ratios[k]);
      sizes.push_back({least[i] * root, least[i] / root});
    }
  }
  return sizes;
}

struct Grid {
  int64_t rows, columns;
  float image_width, image_height, step_x, step_y, offset;
};

Grid read_grid(const Context& layer, const FieldTree& p) {
  const Shape map = layer.shape(0), image = layer.shape(1);
  if (map.size() != 4 || image.size() != 4) throw InputError("its bottoms are not [N, C, H, W]");
  const int64_t side = layer.bounded(p, "img_size", 0, 0);
  const auto width = float(layer.bounded(p, "img_w", side > 0 ? side : image[3], 1));
  const auto height = float(layer.bounded(p, "img_h", side > 0 ? side : image[2], 1));
  const double step = p.get_real("step", 0);
  const auto step_of = [&](const char* name, float fallback) {
    const double given = p.get_real(name, step);
    if (given < 0 || !std::isfinite(given)) throw InputError(std::string(name) + " is out of range");
    return given > 0 ? float(given) : fallback;
  };
  return {map[2],
          map[3],
          width,
          height,
          step_of("step_w", width / float(map[3])),
          step_of("step_h", height / float(map[2])),
          float(p.get_real("offset", 0.5))};
}

std::vector<float> corners(const Grid& g, const std::vector<Size>& sizes, bool clip) {
  std::vector<float> values;
  for (int64_t row = 0; row < g.rows; ++row)
    for (int64_t column = 0; column < g.columns; ++column) {
      const float x = (float(column) + g.offset) * g.step_x, y = (float(row) + g.offset) * g.step_y;
      for (const Size& size : sizes)
        for (const float edge :
             {(x - size.width / 2) / g.image_width, (y - size.height / 2) / g.image_height,
              (x + size.width / 2) / g.image_width, (y + size.height / 2) / g.image_height})
          values.push_back(clip ? std::min(std::max(edge, 0.0f), 1.0f) : edge);
    }
  return values;
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("prior_box_param");
  for (const char* field : {"fixed_size", "fixed_ratio", "density"})
    if (p.has(field)) throw UnsupportedError("dense prior boxes (" + std::string(field) + ")");
  const Grid grid = read_grid(layer, p);
  const std::vector<Size> sizes = box_sizes(p);
  if (sizes.size() > kMostBoxes ||
      element_count({grid.rows, grid.columns, int64_t(sizes.size())}) > int64_t(kMostBoxes))
    throw InputError(kTooMany);
  layer.claim(2 * 4 * grid.rows * grid.columns * int64_t(sizes.size()));
  std::vector<float> values = corners(grid, sizes, p.get_bool("clip", false));
  std::vector<float> variance = p.get_floats("variance");
  if (variance.empty()) variance = {0.1f};
  if (variance.size() != 1 && variance.size() != 4)
    throw InputError("it has " + std::to_string(variance.size()) + " variances, 1 or 4 are expected");
  const size_t count = values.size();
  for (size_t i = 0; i < count; ++i) values.push_back(variance[variance.size() == 1 ? 0 : i % 4]);
  Emitter& emit = layer.emit();
  const std::string boxes = emit.constant("boxes", Tensor::from(values, {1, 2, int64_t(count)}));
  emit.make(layer.output(), "Identity", {boxes});
}

QUERN_CAFFE_LAYER("PriorBox", translate);

}  // namespace
}  // namespace quern::frontend::caffe
