// Conv2D, Conv3D and their fused form.
#include "ops/convolution.hpp"
#include "ops/fused.hpp"

namespace quern::frontend::tensorflow {
namespace {

void translate_conv(Context& layer) {
  const Shape image = layer.shape(0), filter = layer.shape(1);
  if (filter.size() != image.size())
    throw InputError("a filter of " + to_string(filter) + " for an image of " + to_string(image));
  const size_t rank = image.size(), spatial_rank = rank - 2;
  const Shape spatial = spatial_dims(layer, image);

  Window window;
  window.kernel.assign(filter.begin(), filter.begin() + std::ptrdiff_t(spatial_rank));
  window.strides = spatial_entries(layer, "strides", rank);
  window.dilations = spatial_entries(layer, "dilations", rank);
  set_padding(layer, window, spatial);
  if (const auto it = layer.notes().dilated.find(layer.node().name); it != layer.notes().dilated.end()) {
    for (size_t i = 0; i < spatial_rank; ++i) window.dilations[i] *= it->second.dilations.at(i);
    window.begin = it->second.begin;
    window.end = it->second.end;
  }

  // Filters are [spatial..., in, out]; ONNX wants [out, in, spatial...].
  Permutation filter_order = {int64_t(rank) - 1, int64_t(rank) - 2};
  for (size_t i = 0; i < spatial_rank; ++i) filter_order.push_back(int64_t(i));
  const int64_t channels = image[layer.channels_last() ? rank - 1 : 1], per_group = filter[rank - 2];
  if (per_group < 1 || channels % per_group != 0)
    throw InputError("a filter of " + to_string(filter) + " for " + std::to_string(channels) + " channels");

  const Permutation order = layer.image_order(rank);
  const std::string result =
      layer.emit().add("conv", "Conv", {layer.input(0, order), layer.input(1, filter_order)},
                       {{"kernel_shape", window.kernel},
                        {"strides", window.strides},
                        {"dilations", window.dilations},
                        {"pads", pads_of(window)},
                        {"group", channels / per_group}});
  make_fused(layer, result, order, rank, 2);
}

QUERN_TRANSLATOR(Context, "Conv2D", translate_conv);
QUERN_TRANSLATOR(Context, "Conv3D", translate_conv);
QUERN_TRANSLATOR(Context, "_FusedConv2D", translate_conv);

}  // namespace
}  // namespace quern::frontend::tensorflow
