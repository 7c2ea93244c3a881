// Proposal of Faster R-CNN: the regions in which objects may be. It becomes quern.Proposal with a fixed
// number of rows; the anchors are made here.
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

constexpr size_t kMostAnchors = 1024;

// A box of width x height around the middle of the first cell, as its first and last pixels.
void add_anchor(std::vector<float>& anchors, double middle, double width, double height) {
  for (const double edge : {middle - (width - 1) / 2, middle - (height - 1) / 2, middle + (width - 1) / 2,
                            middle + (height - 1) / 2})
    anchors.push_back(float(edge));
}

// For each ratio of height to width a box with the area of the base cell (sides rounded to pixels, halves to
// even as the original does), for each scale that many times as large.
std::vector<float> make_anchors(double base, const std::vector<float>& ratios,
                                const std::vector<float>& scales) {
  std::vector<float> anchors;
  for (const double ratio : ratios)
    for (const double scale : scales) {
      if (!(ratio > 0 && scale > 0)) throw InputError("a ratio or a scale is not above 0");
      const double width = std::nearbyint(std::sqrt(base * base / ratio)),
                   height = std::nearbyint(width * ratio);
      add_anchor(anchors, (base - 1) / 2, width * scale, height * scale);
    }
  return anchors;
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("proposal_param");
  std::vector<float> ratios = p.get_floats("ratio"), scales = p.get_floats("scale");
  if (ratios.empty()) ratios = {0.5f, 1, 2};
  if (scales.empty()) scales = {8, 16, 32};
  if (ratios.size() * scales.size() > kMostAnchors) throw InputError("it has more anchors than any detector");
  const auto base = double(layer.bounded(p, "base_size", 16, 1, 1 << 12));
  Node node("Proposal", {layer.input(0), layer.input(1), layer.input(2)}, {}, kQuernDomain);
  for (size_t i = 0; i < layer.output_count(); ++i) node.outputs.push_back(layer.output(i));
  if (node.outputs.empty() || node.outputs.size() > 2)
    throw InputError("it has one or two tops: regions and scores");
  node.set("anchors", make_anchors(base, ratios, scales));
  node.set("feat_stride", float(layer.bounded(p, "feat_stride", 16, 1, 1 << 12)));
  node.set("min_size", float(layer.bounded(p, "min_size", 16, 0, 1 << 16)));
  node.set("pre_nms_top_n", layer.bounded(p, "pre_nms_topn", 6000, 1));
  node.set("post_nms_top_n", layer.bounded(p, "post_nms_topn", 300, 1, 1 << 24));
  node.set("nms_threshold", float(p.get_real("nms_thresh", 0.7)));
  layer.emit().append(std::move(node));
}

QUERN_CAFFE_LAYER("Proposal", translate);

}  // namespace
}  // namespace quern::frontend::caffe
