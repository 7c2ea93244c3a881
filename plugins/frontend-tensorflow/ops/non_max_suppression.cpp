// NonMaxSuppression, V2 to V5: boxes [N, 4], scores [N]; indices of the boxes that stay.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_nms(Context& layer) {
  Emitter& emit = layer.emit();
  const bool is_v1 = layer.op() == "NonMaxSuppression";
  if (layer.op() == "NonMaxSuppressionV5" && layer.number(5, "the sigma of soft suppression") != 0)
    throw UnsupportedError("soft suppression (soft_nms_sigma above 0)");
  if (layer.flag("pad_to_max_output_size"))
    throw UnsupportedError("indices padded to a fixed number (pad_to_max_output_size)");
  const std::string most = emit.ints("most", {layer.integer(2, "the number of boxes to keep")});
  const float overlap = is_v1 ? layer.attribute("iou_threshold", 0.5f) : layer.number(3, "the overlap");
  std::vector<std::string> inputs = {
      emit.add("boxes", "Unsqueeze", {layer.input(0), emit.ints("batch", {0})}),
      emit.add("scores", "Unsqueeze", {layer.input(1), emit.ints("batch_and_class", {0, 1})}), most,
      emit.scalar("overlap", overlap)};
  if (layer.input_count() > 4) inputs.push_back(emit.scalar("lowest", layer.number(4, "the lowest score")));
  // Rows of batch, class, box.
  const std::string rows = emit.add("rows", "NonMaxSuppression", inputs);
  const std::string boxes = emit.add(
      "column", "Gather", {rows, emit.constant("two", Tensor::scalar<int64_t>(2))}, {{"axis", int64_t(1)}});
  layer.make("Cast", {boxes}, {{"to", cast_to(DataType::Int32)}});
  if (!layer.op().ends_with("V4") && !layer.op().ends_with("V5")) return;
  size_t next = 1;
  if (layer.op().ends_with("V5")) {
    emit.make(layer.output(next), "Gather", {layer.input(1), boxes});
    layer.layouts().define(layer.output(next), layer.output(next));
    ++next;
  }
  const std::string count = emit.add("count", "Size", {boxes});
  emit.make(layer.output(next), "Cast", {count}, {{"to", cast_to(DataType::Int32)}});
  layer.layouts().define(layer.output(next), layer.output(next));
}
QUERN_TRANSLATOR(Context, "NonMaxSuppression", translate_nms);
QUERN_TRANSLATOR(Context, "NonMaxSuppressionV2", translate_nms);
QUERN_TRANSLATOR(Context, "NonMaxSuppressionV3", translate_nms);
QUERN_TRANSLATOR(Context, "NonMaxSuppressionV4", translate_nms);
QUERN_TRANSLATOR(Context, "NonMaxSuppressionV5", translate_nms);

}  // namespace
}  // namespace quern::frontend::tensorflow
