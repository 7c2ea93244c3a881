// Convolution: weights [filters, channels / groups, kernel...], or channels last as the data.
#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_convolution(Context& layer) {
  const Shape kernel = kernel_of(layer);
  const size_t axes = kernel.size();
  std::string weights = layer.input(1);
  if (has_channels_last(layer))
    weights = layer.add("weights", "Transpose", {weights}, {{"perm", channels_first(axes + 2)}});
  with_channels_first(layer, [&](const std::string& input, const std::string& output) {
    std::vector<std::string> inputs = {input, weights};
    if (!layer.attributes().flag("no_bias", false)) inputs.push_back(layer.input(2));
    layer.emit().make(output, "Conv", inputs,
                      {{"kernel_shape", kernel},
                       {"strides", per_axis(layer, "stride", axes, 1)},
                       {"dilations", per_axis(layer, "dilate", axes, 1)},
                       {"pads", both_ends(per_axis(layer, "pad", axes, 0))},
                       {"group", layer.attributes().integer("num_group", 1)}});
  });
}

QUERN_MXNET_OPERATOR(translate_convolution, "Convolution", "Convolution_v1", "_npx_convolution");

}  // namespace
}  // namespace quern::frontend::mxnet
