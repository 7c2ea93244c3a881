// The heads of single-shot detectors: anchors (a constant, they depend on the size of the feature map only)
// and their decoding (quern.MultiBoxDetection).
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

std::vector<float> floats(const Attributes& a, const char* name, const std::vector<double>& fallback) {
  const std::vector<double> values = a.numbers(name, fallback);
  return {values.begin(), values.end()};
}

// Half sizes of the boxes around each cell: all sizes with ratio 1, then the first size with the other
// ratios.
std::vector<std::pair<float, float>> half_sizes(const Attributes& a, int64_t height, int64_t width) {
  const std::vector<float> sizes = floats(a, "sizes", {1}), ratios = floats(a, "ratios", {1});
  if (sizes.empty() || ratios.empty()) throw InputError("sizes or ratios is empty");
  const float aspect = float(height) / float(width);
  std::vector<std::pair<float, float>> result;
  for (const float size : sizes) result.emplace_back(size * aspect / 2, size / 2);
  for (size_t i = 1; i < ratios.size(); ++i) {
    const float root = std::sqrt(ratios[i]);
    result.emplace_back(sizes[0] * aspect * root / 2, sizes[0] / root / 2);
  }
  return result;
}

// [1, cells * boxes, 4]: (x1, y1, x2, y2) as parts of the image.
void translate_multi_box_prior(Context& layer) {
  const Attributes& a = layer.attributes();
  const Shape shape = layer.shape();
  if (shape.size() != 4 || shape[2] < 1 || shape[3] < 1)
    throw InputError("the input " + to_string(shape) + " is no feature map");
  const int64_t height = shape[2], width = shape[3];
  const auto half = half_sizes(a, height, width);
  const std::vector<float> offsets = floats(a, "offsets", {0.5, 0.5}), steps = floats(a, "steps", {-1, -1});
  if (offsets.size() != 2 || steps.size() != 2) throw InputError("offsets or steps is no pair");
  const float step_y = steps[0] <= 0 ? 1 / float(height) : steps[0],
              step_x = steps[1] <= 0 ? 1 / float(width) : steps[1];
  check_constant_size({height, width, int64_t(half.size()), 4});
  std::vector<float> boxes;
  for (int64_t row = 0; row < height; ++row)
    for (int64_t column = 0; column < width; ++column)
      for (const auto& [w, h] : half) {
        const float x = (float(column) + offsets[1]) * step_x, y = (float(row) + offsets[0]) * step_y;
        boxes.insert(boxes.end(), {x - w, y - h, x + w, y + h});
      }
  if (a.flag("clip", false))
    for (float& edge : boxes) edge = std::max(0.0f, std::min(1.0f, edge));
  const auto count = int64_t(boxes.size() / 4);
  layer.make("Identity", {layer.emit().constant("anchors", Tensor::from(boxes, {1, count, 4}))});
}

void translate_multi_box_detection(Context& layer) {
  const Attributes& a = layer.attributes();
  layer.make("MultiBoxDetection", {layer.input(0), layer.input(1), layer.input(2)},
             {{"threshold", float(a.number("threshold", 0.01))},
              {"nms_threshold", float(a.number("nms_threshold", 0.5))},
              {"clip", int64_t(a.flag("clip", true))},
              {"force_suppress", int64_t(a.flag("force_suppress", false))},
              {"top_k", a.integer("nms_topk", -1)},
              {"variances", floats(a, "variances", {0.1, 0.1, 0.2, 0.2})}},
             kQuernDomain);
}

QUERN_MXNET_OPERATOR(translate_multi_box_prior, "_contrib_MultiBoxPrior", "MultiBoxPrior",
                     "_npx_multibox_prior");
QUERN_MXNET_OPERATOR(translate_multi_box_detection, "_contrib_MultiBoxDetection", "MultiBoxDetection",
                     "_npx_multibox_detection");

}  // namespace
}  // namespace quern::frontend::mxnet
