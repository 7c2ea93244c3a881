// yolo_box, multiclass_nms (all generations), matrix_nms: operators of the domain quern. What they find has
// no fixed size; their outputs have, see sdk/ops/src/detection/detections.hpp.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// The output of a slot, or a name of its own where nobody reads it.
std::string output_or_new(Context& layer, const char* slot) {
  return layer.has_output(slot) ? layer.output(slot) : layer.emit().tensor(slot);
}

void translate_yolo_box(Context& layer) {
  const std::string sizes = layer.cast(layer.input("ImgSize"), DataType::Int32);
  Node node("YoloBox", {layer.input("X"), sizes},
            {output_or_new(layer, "Boxes"), output_or_new(layer, "Scores")}, kQuernDomain);
  node.set("anchors", layer.ints("anchors"));
  node.set("class_num", layer.integer("class_num", 1));
  node.set("conf_thresh", layer.number("conf_thresh", 0));
  node.set("downsample_ratio", layer.integer("downsample_ratio", 32));
  node.set("clip_bbox", int64_t(layer.flag("clip_bbox", true)));
  node.set("scale_x_y", layer.number("scale_x_y", 1));
  node.set("iou_aware", int64_t(layer.flag("iou_aware", false)));
  node.set("iou_aware_factor", layer.number("iou_aware_factor", 0.5));
  layer.emit().append(std::move(node));
}

// Boxes, scores, and the attributes that both kinds of suppression have. `counts` is the slot of the numbers
// of detections.
Node suppression(Context& layer, const std::string& op, const char* counts) {
  const std::string boxes = layer.input("BBoxes"), scores = layer.input("Scores");
  if (layer.rank(scores) != 3)
    throw UnsupportedError("boxes of their own for each class", "",
                           "End the graph before it with --output and suppress on the host.");
  if (layer.rank(boxes) != 3) throw InputError("boxes of shape " + to_string(layer.shape(boxes)));
  if (layer.shape(boxes)[2] != 4) throw UnsupportedError("suppression of polygons");
  if (layer.integer("keep_top_k", -1) == 0) throw InputError("keep_top_k is 0");
  Node node(op, {boxes, scores},
            {output_or_new(layer, "Out"), output_or_new(layer, "Index"), output_or_new(layer, counts)},
            kQuernDomain);
  node.set("background_label", layer.integer("background_label", 0));
  node.set("score_threshold", layer.number("score_threshold", 0));
  node.set("nms_top_k", layer.integer("nms_top_k", -1));
  node.set("keep_top_k", layer.integer("keep_top_k", -1));
  node.set("normalized", int64_t(layer.flag("normalized", true)));
  return node;
}

void translate_multiclass_nms(Context& layer) {
  Node node = suppression(layer, "MulticlassNms", "NmsRoisNum");
  node.set("nms_threshold", layer.number("nms_threshold", 0.3));
  node.set("nms_eta", layer.number("nms_eta", 1));
  layer.emit().append(std::move(node));
}

void translate_matrix_nms(Context& layer) {
  Node node = suppression(layer, "MatrixNms", "RoisNum");
  node.set("post_threshold", layer.number("post_threshold", 0));
  node.set("use_gaussian", int64_t(layer.flag("use_gaussian", false)));
  node.set("gaussian_sigma", layer.number("gaussian_sigma", 2));
  layer.emit().append(std::move(node));
}

QUERN_PADDLE_OP("yolo_box", translate_yolo_box);
QUERN_PADDLE_OP("multiclass_nms", translate_multiclass_nms);
QUERN_PADDLE_OP("multiclass_nms2", translate_multiclass_nms);
QUERN_PADDLE_OP("multiclass_nms3", translate_multiclass_nms);
QUERN_PADDLE_OP("matrix_nms", translate_matrix_nms);

}  // namespace
}  // namespace quern::frontend::paddle
