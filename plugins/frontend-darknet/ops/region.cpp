// [region]: the detection head of YOLOv2.
#include "ops/detection_head.hpp"

namespace quern::frontend::darknet {
namespace {

int64_t count(const Section& options, const char* key, int64_t fallback) {
  return options.integer(key, fallback, 1, kMostOfAnything);
}

int64_t boxes_of(const Section& options) { return options.integer("num", 1, 1, kMostBoxes); }

// In the .cfg file anchors are in cells; half a cell where they are missing.
std::vector<float> anchors_of(const Section& options, const Dims& cells) {
  const auto boxes = size_t(boxes_of(options));
  std::vector<float> anchors = options.numbers("anchors");
  if (!options.has("anchors")) anchors.assign(boxes * 2, 0.5f);
  if (anchors.size() < boxes * 2)
    throw InputError("\"anchors\" has " + std::to_string(anchors.size()) + " numbers, but \"num\" is " +
                         std::to_string(boxes),
                     options.where("anchors"));
  anchors.resize(boxes * 2);
  for (size_t i = 0; i < anchors.size(); ++i) anchors[i] /= float(i % 2 ? cells.height : cells.width);
  return anchors;
}

void measure_region(Geometry& layer) {
  const Section& options = layer.options();
  const int64_t coords = count(options, "coords", 4);
  const auto refuse = [&](const std::string& what, const char* key) {
    throw UnsupportedError(what + " cannot be decoded in the graph", options.where(key), kRawHeadHint);
  };
  if (layer.decode() && options.has("tree")) refuse("a softmax over a tree of classes", "tree");
  if (layer.decode() && options.has("map")) refuse("a map of classes", "map");
  if (layer.decode() && options.flag("background")) refuse("a class for the background", "background");
  if (layer.decode() && coords != 4) refuse("boxes of " + std::to_string(coords) + " coordinates", "coords");
  check_head_channels(layer, boxes_of(options), coords + 1 + count(options, "classes", 20));
  layer.output(layer.input());
}

void translate_region(Context& layer) {
  const Section& options = layer.options();
  if (!layer.decoding().decode) return make_raw_head(layer);
  Head head;
  head.classes = count(options, "classes", 20);
  head.anchors = anchors_of(options, layer.in());
  head.softmax = options.flag("softmax");
  head.drop_unlikely = options.number("classfix", 0) == -1;
  decode_head(layer, head);
}

QUERN_TRANSLATOR(Geometry, "region", measure_region);
QUERN_TRANSLATOR(Context, "region", translate_region);

}  // namespace
}  // namespace quern::frontend::darknet
