// Conv and QConv with constant weights.
#include "translate/operators.hpp"
#include "translate/operators/window_attributes.hpp"
#include "translate/weights.hpp"

namespace quern::bm1684 {

std::string translate_conv(Translator& t, const Node& node) {
  ConvolutionWeights w{.weights = t.constant(node, 1), .bias = t.constant(node, 2)};
  if (!w.weights || (node.has_input(2) && !w.bias)) return "its weights are not constant";
  const Shape& kernel = w.weights->dims;
  const WindowAttributes attributes = window_attributes(node, Shape(kernel.begin() + 2, kernel.end()));
  if (!attributes.reason.empty()) return attributes.reason;

  auto layer = std::make_unique<ConvolutionLayer>();
  layer->window = attributes.window;
  layer->groups = int(node.get_int("group", 1));
  layer->is_depthwise = layer->groups > 1 && kernel[1] == 1 && kernel[0] == layer->groups;
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->relu = node.get_int("relu", 0) != 0;
  w.output_channels = int(kernel[0]);
  w.input_channels = int(kernel[1]);
  const int kh = layer->window.kernel_h, kw = layer->window.kernel_w;
  w.index = [=](int oc, int ic, int y, int x) { return ((int64_t(oc) * kernel[1] + ic) * kh + y) * kw + x; };
  layer->inputs = {t.canonical(node.inputs[0])};
  if (layer->inputs[0].dims.c > kMaxChannels || w.output_channels > kMaxChannels)
    return "more than 4095 channels have no encoding";
  add_coefficients(t, *layer, w);
  layer->output = {t.make(node.outputs[0]), canonical_dims(t.shape(node.outputs[0]))};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
