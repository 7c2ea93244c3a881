// DepthwiseConv2dNative and its fused form.
#include "ops/convolution.hpp"
#include "ops/fused.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_depthwise(Context& layer) {
  const Shape image = layer.shape(0), filter = layer.shape(1);
  if (image.size() != 4 || filter.size() != 4)
    throw InputError("a filter of " + to_string(filter) + " for an image of " + to_string(image));
  const int64_t channels = image[layer.channels_last() ? 3 : 1];
  if (filter[2] != channels)
    throw InputError("a depthwise filter of " + to_string(filter) + " for " + std::to_string(channels) +
                     " channels");
  Window window;
  window.kernel = {filter[0], filter[1]};
  window.strides = spatial_entries(layer, "strides", 4);
  window.dilations = spatial_entries(layer, "dilations", 4);
  set_padding(layer, window, spatial_dims(layer, image));
  if (const auto it = layer.notes().dilated.find(layer.node().name); it != layer.notes().dilated.end()) {
    for (size_t i = 0; i < 2; ++i) window.dilations[i] *= it->second.dilations.at(i);
    window.begin = it->second.begin;
    window.end = it->second.end;
  }

  // Filters are [height, width, in, multiplier]: output channel in * multiplier + m. ONNX wants
  // [in * multiplier, 1, height, width].
  std::string weights = layer.input(1, {2, 3, 0, 1});
  if (filter[3] != 1) {
    const Shape dims = {channels * filter[3], 1, filter[0], filter[1]};
    weights = layer.emit().add("filter", "Reshape", {weights, layer.emit().ints("filter_dims", dims)});
  }
  const Permutation order = layer.image_order(4);
  const std::string result = layer.emit().add("conv", "Conv", {layer.input(0, order), weights},
                                              {{"kernel_shape", window.kernel},
                                               {"strides", window.strides},
                                               {"dilations", window.dilations},
                                               {"pads", pads_of(window)},
                                               {"group", channels}});
  make_fused(layer, result, order, 4, 2);
}

QUERN_TRANSLATOR(Context, "DepthwiseConv2dNative", translate_depthwise);
QUERN_TRANSLATOR(Context, "_FusedDepthwiseConv2dNative", translate_depthwise);

}  // namespace
}  // namespace quern::frontend::tensorflow
