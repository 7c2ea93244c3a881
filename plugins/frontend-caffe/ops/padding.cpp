// Padding with a constant: a layer of its own in files of 2013 and in forks.
#include "ops/context.hpp"

namespace quern::frontend::caffe {
namespace {

int64_t pad_at(const Context& layer, const FieldTree& p, std::initializer_list<const char*> names) {
  int64_t pad = layer.bounded(p, "pad", 0, 0, 1 << 20);
  for (const char* name : names)
    if (p.has(name)) pad = layer.bounded(p, name, 0, 0, 1 << 20);
  return pad;
}

void translate(Context& layer) {
  const FieldTree& p = layer.parameters("padding_param");
  Emitter& emit = layer.emit();
  if (layer.shape().size() != 4)
    throw InputError("it needs [N, C, H, W], its input is " + to_string(layer.shape()));
  const std::vector<int64_t> pads = {0,
                                     0,
                                     pad_at(layer, p, {"pad_h", "pad_top", "pad_t"}),
                                     pad_at(layer, p, {"pad_w", "pad_left", "pad_l"}),
                                     0,
                                     0,
                                     pad_at(layer, p, {"pad_h", "pad_bottom", "pad_b"}),
                                     pad_at(layer, p, {"pad_w", "pad_right", "pad_r"})};
  emit.make(
      layer.output(), "Pad",
      {layer.input(), emit.ints("pads", pads), emit.scalar("value", float(p.get_real("pad_value", 0)))});
}

QUERN_CAFFE_LAYER("Padding", translate);
QUERN_CAFFE_LAYER("Pad", translate);

}  // namespace
}  // namespace quern::frontend::caffe
