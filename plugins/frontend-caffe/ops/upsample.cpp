// Upsample of forks: with one bottom each cell becomes scale x scale cells; with two (SegNet) the second says
// where the maxima of a pooling stood, and each value goes back there.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

int64_t factor(const Context& layer, const FieldTree& p, const char* own) {
  const char* common = p.has("stride") && !p.has("scale") ? "stride" : "scale";
  return p.has(own) ? layer.bounded(p, own, 1, 1) : layer.bounded(p, common, 1, 1);
}

// The flattened place of a maximum counts through the tensor that was pooled, whose size is asked for here
// too.
void make_unpool(Context& layer, const FieldTree& p, const Shape& shape) {
  Emitter& emit = layer.emit();
  if (emit.type(layer.input(1)) != DataType::Int64)
    throw UnsupportedError("positions that do not come from the second top of a maximum pooling");
  Shape sizes = shape;
  const int64_t h = factor(layer, p, "scale_h"), w = factor(layer, p, "scale_w");
  sizes[2] = p.has("upsample_h") ? layer.bounded(p, "upsample_h", 0, 1)
                                 : shape[2] * h - (p.get_bool("pad_out_h", false) ? 1 : 0);
  sizes[3] = p.has("upsample_w") ? layer.bounded(p, "upsample_w", 0, 1)
                                 : shape[3] * w - (p.get_bool("pad_out_w", false) ? 1 : 0);
  emit.make(layer.output(), "MaxUnpool", {layer.input(0), layer.input(1), emit.ints("shape", sizes)},
            {{"kernel_shape", Shape{h, w}}, {"strides", Shape{h, w}}});
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("upsample_param");
  Emitter& emit = layer.emit();
  const Shape shape = layer.shape();
  if (shape.size() != 4) throw InputError("it needs [N, C, H, W], its input is " + to_string(shape));
  if (layer.input_count() > 1) return make_unpool(layer, p, shape);
  const std::string mode = p.get_text("mode", "nearest");
  if (mode != "nearest" && mode != "NEAREST") throw UnsupportedError("upsampling by \"" + mode + "\"");
  const std::vector<float> scales = {1, 1, float(factor(layer, p, "scale_h")),
                                     float(factor(layer, p, "scale_w"))};
  emit.make(
      layer.output(), "Resize", {layer.input(), "", emit.constant("scales", Tensor::from(scales))},
      {{"mode", "nearest"}, {"coordinate_transformation_mode", "asymmetric"}, {"nearest_mode", "floor"}});
}

QUERN_CAFFE_LAYER("Upsample", translate);

}  // namespace
}  // namespace quern::frontend::caffe
