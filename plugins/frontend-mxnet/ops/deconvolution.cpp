// Deconvolution: weights [channels, filters / groups, kernel...]; the bias is left out unless asked for.
#include <algorithm>

#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::mxnet {
namespace {

// How much of the full result, stride * (in - 1) + extent cells, is cut off at either end. Below 0 at the
// end, zeros are added instead.
struct Cut {
  Shape begin, end;
};

// target_shape asks for a size: the surplus is split evenly, the odd cell staying at the end. Else `pad` is
// cut off at both ends and `adj` cells come back at the end.
Cut cut_of(const Context& layer, const Shape& spatial, const Shape& extents, const Shape& strides) {
  const size_t axes = spatial.size();
  const Shape target = per_axis(layer, "target_shape", axes, 0);
  const bool has_target = std::any_of(target.begin(), target.end(), [](int64_t size) { return size != 0; });
  const Shape pad = per_axis(layer, "pad", axes, 0), adj = per_axis(layer, "adj", axes, 0);
  Cut cut{Shape(axes), Shape(axes)};
  for (size_t i = 0; i < axes; ++i) {
    const int64_t full = strides[i] * (spatial[i] - 1) + extents[i];
    if (has_target && (target[i] < 0 || target[i] > full))
      throw InputError("target_shape asks for " + std::to_string(target[i]) + " cells of " +
                       std::to_string(full));
    cut.begin[i] = has_target ? (full - target[i] + 1) / 2 : pad[i];
    cut.end[i] = has_target ? full - target[i] - cut.begin[i] : pad[i] - adj[i];
  }
  return cut;
}

void translate_deconvolution(Context& layer) {
  const Shape kernel = kernel_of(layer);
  const size_t axes = kernel.size();
  const Shape strides = per_axis(layer, "stride", axes, 1), dilations = per_axis(layer, "dilate", axes, 1);
  for (size_t i = 0; i < axes; ++i)
    for (const int64_t value : {kernel[i], strides[i], dilations[i]})
      if (value < 1 || value > (1 << 20)) throw InputError("kernel, stride or dilation is out of range");
  Shape extents(axes);
  for (size_t i = 0; i < axes; ++i) extents[i] = (kernel[i] - 1) * dilations[i] + 1;
  std::string weights = layer.input(1);
  if (has_channels_last(layer))
    weights = layer.add("weights", "Transpose", {weights}, {{"perm", channels_first(axes + 2)}});
  with_channels_first(layer, [&](const std::string& input, const std::string& output) {
    const Shape shape = layer.emit().static_shape(input);
    const Cut cut = cut_of(layer, Shape(shape.begin() + 2, shape.end()), extents, strides);
    Shape pads = cut.begin, extra(axes);
    for (size_t i = 0; i < axes; ++i) {
      pads.push_back(std::max<int64_t>(cut.end[i], 0));
      extra[i] = std::max<int64_t>(-cut.end[i], 0);
    }
    std::vector<std::string> inputs = {input, weights};
    if (!layer.attributes().flag("no_bias", true)) inputs.push_back(layer.input(2));
    layer.emit().make(output, "ConvTranspose", inputs,
                      {{"kernel_shape", kernel},
                       {"strides", strides},
                       {"dilations", dilations},
                       {"pads", pads},
                       {"output_padding", extra},
                       {"group", layer.attributes().integer("num_group", 1)}});
  });
}

QUERN_MXNET_OPERATOR(translate_deconvolution, "Deconvolution", "_npx_deconvolution");

}  // namespace
}  // namespace quern::frontend::mxnet
