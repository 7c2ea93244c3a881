// ConvTranspose and QConvTranspose with constant weights: a convolution of the input with stride - 1 zeros
// between its elements and the kernel turned by 180 degrees.
#include "translate/operators.hpp"
#include "translate/operators/window_attributes.hpp"
#include "translate/weights.hpp"

namespace quern::bm1684 {

std::string translate_conv_transpose(Translator& t, const Node& node) {
  ConvolutionWeights w{.weights = t.constant(node, 1), .bias = t.constant(node, 2)};
  if (!w.weights || (node.has_input(2) && !w.bias)) return "its weights are not constant";
  const Shape& kernel = w.weights->dims;
  const WindowAttributes attributes = window_attributes(node, Shape(kernel.begin() + 2, kernel.end()));
  if (!attributes.reason.empty()) return attributes.reason;
  if (const std::string problem = encoding_problem(attributes.window); !problem.empty()) return problem;
  const Window& a = attributes.window;

  auto layer = std::make_unique<ConvolutionLayer>();
  layer->groups = int(node.get_int("group", 1));
  layer->is_depthwise = layer->groups > 1 && kernel[1] == 1 && kernel[0] == layer->groups;
  layer->rotate_kernel = !layer->is_depthwise;  // depthwise commands ignore that bit: turned below
  layer->right_shift = int(node.get_int("rshift", 0));
  layer->relu = node.get_int("relu", 0) != 0;
  Window& window = layer->window;
  window.kernel_h = a.kernel_h, window.kernel_w = a.kernel_w;
  window.dilation_y = a.dilation_y, window.dilation_x = a.dilation_x;
  window.insert_y = a.stride_y - 1, window.insert_x = a.stride_x - 1;
  window.pad_up = a.dilation_y * (a.kernel_h - 1) - a.pad_up;
  window.pad_left = a.dilation_x * (a.kernel_w - 1) - a.pad_left;
  if (window.pad_up < 0 || window.pad_left < 0 || window.pad_up > kMaxPad || window.pad_left > kMaxPad)
    return "its pads have no encoding";

  const int per_group = int(kernel[1]), inputs_per_group = int(kernel[0]) / layer->groups;
  w.output_channels = per_group * layer->groups;
  w.input_channels = inputs_per_group;
  const bool is_depthwise = layer->is_depthwise;
  const int kh = a.kernel_h, kw = a.kernel_w;
  w.index = [=](int oc, int ic, int y, int x) {
    const int64_t input = int64_t(oc / per_group) * inputs_per_group + ic;
    const int ty = is_depthwise ? kh - 1 - y : y, tx = is_depthwise ? kw - 1 - x : x;
    return ((input * per_group + oc % per_group) * kh + ty) * kw + tx;
  };
  layer->inputs = {t.canonical(node.inputs[0])};
  if (layer->inputs[0].dims.c > kMaxChannels || w.output_channels > kMaxChannels)
    return "more than 4095 channels have no encoding";
  add_coefficients(t, *layer, w);
  layer->output = {t.make(node.outputs[0]), canonical_dims(t.shape(node.outputs[0]))};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
