// [crop]: the middle of the image, with numbers from 0..1 moved to -1..1 unless "noadjust" is set.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_crop(Geometry& layer) {
  const Dims& in = layer.input();
  layer.output({in.channels, layer.options().integer("crop_height", 1, 1, in.height),
                layer.options().integer("crop_width", 1, 1, in.width)});
}

void translate_crop(Context& layer) {
  Emitter& emit = layer.emit();
  const Dims &in = layer.in(), &out = layer.out();
  const int64_t top = (in.height - out.height) / 2, left = (in.width - out.width) / 2;
  const bool adjust = !layer.options().flag("noadjust");
  const std::string middle = adjust ? emit.tensor("middle") : layer.output();
  emit.make(middle, "Slice",
            {layer.input(), emit.ints("begin", {top, left}),
             emit.ints("end", {top + out.height, left + out.width}), emit.ints("axes", {2, 3})});
  if (!adjust) return;
  const std::string twice = emit.add("twice", "Mul", {middle, emit.scalar("2", 2)});
  emit.make(layer.output(), "Sub", {twice, emit.scalar("1", 1)});
}

QUERN_TRANSLATOR(Geometry, "crop", measure_crop);
QUERN_TRANSLATOR(Context, "crop", translate_crop);

}  // namespace
}  // namespace quern::frontend::darknet
