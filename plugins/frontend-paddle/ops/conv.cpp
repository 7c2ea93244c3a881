// conv2d, depthwise_conv2d, conv3d and the fused convolutions: a bias, a tensor to add, an activation.
//   Input [N, C, spatial...], Filter [M, C / groups, kernel...], Bias [M], ResidualData
#include "ops/activation.hpp"
#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

// Filter and groups; a depthwise convolution without groups has one group per channel.
int64_t groups_of(const Context& layer, const Shape& x) {
  const bool is_depthwise = layer.op().type == "depthwise_conv2d" && !layer.has_attribute("groups");
  return is_depthwise ? x.at(1) : layer.integer("groups", 1);
}

std::string convolve(Context& layer, const std::string& x) {
  const std::string filter = layer.cast(layer.input("Filter"), DataType::Float);  // may be quantised
  const Shape shape = layer.shape(x), weights = layer.shape(filter);
  if (shape.size() < 3 || weights.size() != shape.size())
    throw InputError("a convolution of " + to_string(shape) + " with a filter of " + to_string(weights));
  const Window window =
      window_of(layer, Shape(weights.begin() + 2, weights.end()), Shape(shape.begin() + 2, shape.end()));
  std::vector<std::string> inputs = {x, filter};
  if (layer.has_input("Bias")) inputs.push_back(layer.reshape("bias", layer.input("Bias"), {weights[0]}));
  return layer.add("conv", "Conv", inputs,
                   {{"kernel_shape", window.kernel},
                    {"strides", window.strides},
                    {"dilations", window.dilations},
                    {"pads", window.pads()},
                    {"group", groups_of(layer, shape)}});
}

void translate_conv(Context& layer) {
  with_channels_first(layer, layer.input("Input"), layer.output("Output"),
                      [&](const std::string& input, const std::string& output) {
                        std::string y = convolve(layer, input);
                        if (layer.has_input("ResidualData") && layer.flag("fuse_residual_connection", true))
                          y = layer.add("sum", "Add", {y, layer.input("ResidualData")});
                        make_fused_activation(layer, output, y);
                      });
}

QUERN_PADDLE_OP("conv2d", translate_conv);
QUERN_PADDLE_OP("depthwise_conv2d", translate_conv);
QUERN_PADDLE_OP("conv3d", translate_conv);
QUERN_PADDLE_OP("conv2d_fusion", translate_conv);
QUERN_PADDLE_OP("fused_conv2d", translate_conv);
QUERN_PADDLE_OP("fused_conv3d", translate_conv);
QUERN_PADDLE_OP("fused_conv2d_add_act", translate_conv);

}  // namespace
}  // namespace quern::frontend::paddle
