// Normalize of SSD: x / sqrt(sum of squares + eps), the sum over the channels of each cell, or over the whole
// image with `across_spatial`; times a scale per channel or one for all.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

const FieldTree& parameters_of(const Context& layer) {
  for (const char* name : {"norm_param", "normalize_bbox_param", "normalize_param"})
    if (layer.layer().fields.has(name)) return layer.parameters(name);
  return layer.parameters("norm_param");
}

void translate(Context& layer) {
  const FieldTree& p = parameters_of(layer);
  Emitter& emit = layer.emit();
  const Shape shape = layer.shape();
  if (shape.size() < 2) throw InputError("it needs a channel axis, its input is " + to_string(shape));
  std::vector<int64_t> axes = {1};
  if (p.get_bool("across_spatial", true))
    for (size_t i = 2; i < shape.size(); ++i) axes.push_back(int64_t(i));
  const std::string square = emit.add("square", "Mul", {layer.input(), layer.input()});
  const std::string sum = emit.add("sum", "ReduceSum", {square, emit.ints("axes", axes)});
  const std::string safe =
      emit.add("safe", "Add", {sum, emit.scalar("eps", float(p.get_real("eps", 1e-10)))});
  const std::string norm = emit.add("norm", "Sqrt", {safe});
  Shape scales(shape.size() - 1, 1);
  if (!p.get_bool("channel_shared", true)) scales[0] = shape[1];
  const std::string scale = layer.constant("scale", 0, scales, p.message("scale_filler"));
  emit.make(layer.output(), "Mul", {emit.add("normalised", "Div", {layer.input(), norm}), scale});
}

QUERN_CAFFE_LAYER("Normalize", translate);
QUERN_CAFFE_LAYER("NormalizeBBox", translate);

}  // namespace
}  // namespace quern::frontend::caffe
