// [scale_channels] multiplies every channel of the layer "from" (with scale_wh: every position) by one number
// of the layer before it; [sam] multiplies every number.
#include "ops/activation.hpp"

namespace quern::frontend::darknet {
namespace {

void fail_to_fit(const Geometry& layer) {
  layer.fail(
      "factors of " + layer.input(0).text() + " do not fit the layer \"from\" of " + layer.input(1).text(),
      "from");
}

void check_one_layer(const Geometry& layer) {
  if (layer.input_count() != 2) layer.fail("\"from\" must be one layer", "from");
}

void measure_scale_channels(Geometry& layer) {
  check_activation(layer, "linear");
  check_one_layer(layer);
  const Dims &factors = layer.input(0), &from = layer.input(1);
  const bool fits = layer.options().flag("scale_wh")
                        ? factors.channels == 1 && factors.same_area(from)
                        : factors.height == 1 && factors.width == 1 && factors.channels == from.channels;
  if (!fits) fail_to_fit(layer);
  layer.output(from);
}

void measure_sam(Geometry& layer) {
  check_activation(layer, "linear");
  check_one_layer(layer);
  if (layer.input(0) != layer.input(1)) fail_to_fit(layer);
  layer.output(layer.input(1));
}

void translate_product(Context& layer) {
  const std::string result = before_activation(layer, "linear");
  layer.emit().make(result, "Mul", {layer.input(1), layer.input(0)});
  activate(layer, result, "linear");
}

QUERN_TRANSLATOR(Geometry, "scale_channels", measure_scale_channels);
QUERN_TRANSLATOR(Context, "scale_channels", translate_product);
QUERN_TRANSLATOR(Geometry, "sam", measure_sam);
QUERN_TRANSLATOR(Context, "sam", translate_product);

}  // namespace
}  // namespace quern::frontend::darknet
