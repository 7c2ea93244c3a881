// Conv and QConv with constant weights.
#include "translate/operators.hpp"
#include "translate/operators/window_attributes.hpp"
#include "translate/operators/window_input.hpp"
#include "translate/weights.hpp"

namespace quern::bm1684 {
namespace {

bool fits_width(const WindowInput& input) { return input.window.padded_w(input.x.dims.w) <= kMaxPaddedFloat; }

}  // namespace

std::string translate_conv(Translator& t, const Node& node) {
  ConvolutionWeights w{.weights = t.constant(node, 1), .bias = t.constant(node, 2)};
  if (!w.weights || (node.has_input(2) && !w.bias)) return "its weights are not constant";
  const Shape& kernel = w.weights->dims;
  const WindowAttributes attributes = window_attributes(node, Shape(kernel.begin() + 2, kernel.end()));
  if (!attributes.reason.empty()) return attributes.reason;

  const Dims result = canonical_dims(t.shape(node.outputs[0]));
  const bool is_direct = is_encodable(attributes.window);
  const WindowInput input = is_direct ? with_short_pads(t, node, attributes.window)
                                      : as_patches(t, node, attributes.window, result);
  if (!input.reason.empty()) return input.reason;
  if (input.x.dims.c > kMaxChannels || result.c > kMaxChannels)
    return "more than 4095 channels have no encoding";
  if (!fits_width(input)) return "an image of more than 2047 columns has no encoding";

  auto layer = std::make_unique<ConvolutionLayer>();
  layer->window = input.window;
  layer->groups = int(node.get_int("group", 1));
  layer->is_depthwise = is_direct && layer->groups > 1 && kernel[1] == 1 && kernel[0] == layer->groups;
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->relu = node.get_int("relu", 0) != 0;
  const int taps = attributes.window.taps(), kernel_w = attributes.window.kernel_w;
  w.output_channels = int(kernel[0]);
  w.input_channels = int(kernel[1]) * (is_direct ? 1 : taps);
  // Of patches, channel ic is channel ic / taps, tap ic % taps: the order of the weights.
  w.index = [=](int oc, int ic, int y, int x) {
    if (!is_direct) return int64_t(oc) * kernel[1] * taps + ic;
    return (int64_t(oc) * kernel[1] + ic) * taps + int64_t(y) * kernel_w + x;
  };
  layer->inputs = {input.x};
  add_coefficients(t, *layer, w);
  layer->output = {t.make(node.outputs[0]), result};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
