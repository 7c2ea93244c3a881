// [upsample]: every cell becomes stride x stride cells, times "scale".
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_upsample(Geometry& layer) {
  const int64_t stride = layer.options().integer("stride", 2, -kMostOfAnything, kMostOfAnything);
  if (stride < 0)
    throw UnsupportedError("a negative stride, which makes the image smaller",
                           layer.options().where("stride"));
  const Dims& in = layer.input();
  layer.output({in.channels, in.height * stride, in.width * stride});
}

void translate_upsample(Context& layer) {
  Emitter& emit = layer.emit();
  const auto stride = float(layer.options().integer("stride", 2, 1, kMostOfAnything));
  const auto scale = float(layer.options().number("scale", 1));
  const std::string scales = emit.constant("scales", Tensor::from<float>({1, 1, stride, stride}));
  const std::string enlarged = scale == 1 ? layer.output() : emit.tensor("enlarged");
  emit.make(enlarged, "Resize", {layer.input(), "", scales},
            {{"mode", std::string("nearest")},
             {"coordinate_transformation_mode", std::string("asymmetric")},
             {"nearest_mode", std::string("floor")}});
  if (scale != 1) emit.make(layer.output(), "Mul", {enlarged, emit.scalar("scale", scale)});
}

QUERN_TRANSLATOR(Geometry, "upsample", measure_upsample);
QUERN_TRANSLATOR(Context, "upsample", translate_upsample);

}  // namespace
}  // namespace quern::frontend::darknet
