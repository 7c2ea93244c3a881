// [yolo]: the detection head of YOLOv3 and later; [Gaussian_yolo], its variant with uncertainties.
#include <numeric>

#include "ops/detection_head.hpp"

namespace quern::frontend::darknet {
namespace {

// Which of the anchors this head uses; all where it does not say.
std::vector<int64_t> mask_of(const Section& options) {
  const int64_t anchors = options.integer("num", 1, 1, kMostBoxes);
  std::vector<int64_t> mask = options.integers("mask");
  if (mask.empty()) {
    mask.resize(size_t(anchors));
    std::iota(mask.begin(), mask.end(), int64_t(0));
  }
  for (const int64_t anchor : mask)
    if (anchor < 0 || anchor >= anchors)
      throw InputError(
          "\"mask\" uses anchor " + std::to_string(anchor) + ", but \"num\" is " + std::to_string(anchors),
          options.where("mask"));
  return mask;
}

int64_t classes_of(const Section& options) { return options.integer("classes", 20, 1, kMostOfAnything); }

// In the .cfg file anchors are in pixels of the network's input; half a pixel where they are missing.
std::vector<float> anchors_of(const Section& options, const Dims& image) {
  const std::vector<float> given = options.numbers("anchors");
  std::vector<float> used;
  for (const int64_t anchor : mask_of(options)) {
    const auto i = size_t(anchor) * 2;
    if (options.has("anchors") && i + 1 >= given.size())
      throw InputError("\"anchors\" has " + std::to_string(given.size()) + " numbers, but anchor " +
                           std::to_string(anchor) + " is used",
                       options.where("anchors"));
    used.push_back((given.empty() ? 0.5f : given[i]) / float(image.width));
    used.push_back((given.empty() ? 0.5f : given[i + 1]) / float(image.height));
  }
  return used;
}

void measure_yolo(Geometry& layer) {
  const Section& options = layer.options();
  check_head_channels(layer, int64_t(mask_of(options).size()), 5 + classes_of(options));
  anchors_of(options, layer.network().image);  // throws where some are missing
  layer.output(layer.input());
}

void translate_yolo(Context& layer) {
  const Section& options = layer.options();
  if (!layer.decoding().decode) return make_raw_head(layer);
  Head head;
  head.classes = classes_of(options);
  head.anchors = anchors_of(options, layer.image());
  head.scale_xy = float(options.number("scale_x_y", 1));
  head.squared_sizes = head.activated = options.flag("new_coords");
  decode_head(layer, head);
}

void measure_gaussian_yolo(Geometry& layer) {
  const Section& options = layer.options();
  if (layer.decode())
    throw UnsupportedError("boxes with uncertainties cannot be decoded in the graph", options.where(),
                           kRawHeadHint);
  check_head_channels(layer, int64_t(mask_of(options).size()), 9 + classes_of(options));
  layer.output(layer.input());
}

QUERN_TRANSLATOR(Geometry, "yolo", measure_yolo);
QUERN_TRANSLATOR(Context, "yolo", translate_yolo);
QUERN_TRANSLATOR(Geometry, "gaussian_yolo", measure_gaussian_yolo);
QUERN_TRANSLATOR(Context, "gaussian_yolo", make_raw_head);

}  // namespace
}  // namespace quern::frontend::darknet
