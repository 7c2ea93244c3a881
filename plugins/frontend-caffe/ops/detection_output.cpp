// DetectionOutput of SSD: decodes boxes, drops overlapping ones, keeps the best. It becomes
// quern.DetectionOutput, whose output has a fixed number of rows.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

const char* code_name(int64_t code) {
  return code == 1 ? "corner" : code == 2 ? "center_size" : "corner_size";
}

void translate(Context& layer) {
  const FieldTree &p = layer.parameters("detection_output_param"), &nms = p.message("nms_param");
  if (layer.input_count() > 3)
    throw UnsupportedError("detection output with refined anchors (more than three bottoms)");
  if (!p.get_bool("normalized_bbox", true))
    throw UnsupportedError("boxes in pixels (normalized_bbox: false)");
  const int64_t code = p.get_enum("code_type", {{"CORNER", 1}, {"CENTER_SIZE", 2}, {"CORNER_SIZE", 3}}, 1);
  Node node("DetectionOutput", {layer.input(0), layer.input(1), layer.input(2)}, {layer.output()},
            kQuernDomain);
  node.set("num_classes", layer.bounded(p, "num_classes", 0, 1, 1 << 20));
  node.set("share_location", int64_t(p.get_bool("share_location", true)));
  node.set("background_label", p.get_int("background_label_id", 0));
  node.set("code_type", std::string(code_name(code)));
  node.set("variance_encoded", int64_t(p.get_bool("variance_encoded_in_target", false)));
  node.set("clip", int64_t(p.get_bool("clip", false)));
  node.set("nms_threshold", float(nms.get_real("nms_threshold", 0.3)));
  node.set("nms_top_k", layer.bounded(nms, "top_k", -1, -1));
  node.set("nms_eta", float(nms.get_real("eta", 1)));
  node.set("keep_top_k", layer.bounded(p, "keep_top_k", -1, -1));
  if (p.has("confidence_threshold"))
    node.set("confidence_threshold", float(p.get_real("confidence_threshold", 0)));
  layer.emit().append(std::move(node));
}

QUERN_CAFFE_LAYER("DetectionOutput", translate);

}  // namespace
}  // namespace quern::frontend::caffe
