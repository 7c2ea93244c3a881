// Proposal: regions of a region proposal network (quern.RegionProposal).
#include <cmath>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// The anchors of the first cell: for every ratio (height : width) a rectangle of about the area of a cell,
// its sides rounded, in every scale.
Tensor first_anchors(const Attributes& a, double stride) {
  const std::vector<double> scales = a.numbers("scales", {4, 8, 16, 32}),
                            ratios = a.numbers("ratios", {0.5, 1, 2});
  const auto count = int64_t(scales.size() * ratios.size());
  check_constant_size({int64_t(scales.size()), int64_t(ratios.size()), 4});
  std::vector<float> corners;
  for (const double ratio : ratios)
    for (const double scale : scales) {
      const double width = std::floor(std::sqrt(std::floor(stride * stride / ratio)) + 0.5);
      const double height = std::floor(width * ratio + 0.5);
      const double centre = 0.5 * (stride - 1), x = 0.5 * (width * scale - 1), y = 0.5 * (height * scale - 1);
      for (const double edge : {centre - x, centre - y, centre + x, centre + y})
        corners.push_back(float(edge));
    }
  return Tensor::from(corners, {count, 4});
}

void translate_proposal(Context& layer) {
  const Attributes& a = layer.attributes();
  const double stride = a.number("feature_stride", 16);
  Node node("RegionProposal",
            {layer.input(0), layer.input(1), layer.input(2),
             layer.emit().constant("anchors", first_anchors(a, stride))},
            {layer.output(), layer.output_count() > 1 ? layer.output(1) : layer.emit().tensor("score")},
            kQuernDomain);
  node.set("stride", float(stride))
      .set("nms_threshold", float(a.number("threshold", 0.7)))
      .set("min_size", float(a.number("rpn_min_size", 16)))
      .set("pre_nms_top_n", a.integer("rpn_pre_nms_top_n", 6000))
      .set("post_nms_top_n", a.integer("rpn_post_nms_top_n", 300))
      .set("corner_offsets", int64_t(a.flag("iou_loss", false)));
  layer.emit().append(std::move(node));
}

QUERN_MXNET_OPERATOR(translate_proposal, "_contrib_Proposal", "_contrib_MultiProposal", "Proposal");

}  // namespace
}  // namespace quern::frontend::mxnet
