// Max and average pooling over two or three axes.
#include <algorithm>

#include "ops/convolution.hpp"

namespace quern::frontend::tensorflow {
namespace {

// MaxPoolV2 has kernel and strides as inputs.
Shape entries_of(Context& layer, size_t input, size_t rank) {
  const std::vector<int64_t> all = layer.ints(input, "the window of a pooling");
  if (all.size() != rank) throw InputError("the window has " + std::to_string(all.size()) + " entries");
  const size_t channels = layer.channels_last() ? rank - 1 : 1;
  if (all[0] != 1 || all[channels] != 1) throw UnsupportedError("pooling over batch or channels");
  Shape spatial = spatial_dims(layer, all);
  for (const int64_t entry : spatial)
    if (entry < 1 || entry > (int64_t(1) << 30)) throw InputError("the window has an entry out of bounds");
  return spatial;
}

void translate_pool(Context& layer) {
  const Shape image = layer.shape(0);
  const size_t rank = image.size();
  const Shape spatial = spatial_dims(layer, image);
  Window window;
  window.kernel =
      layer.op() == "MaxPoolV2" ? entries_of(layer, 1, rank) : spatial_entries(layer, "ksize", rank);
  window.strides =
      layer.op() == "MaxPoolV2" ? entries_of(layer, 2, rank) : spatial_entries(layer, "strides", rank);
  window.dilations.assign(spatial.size(), 1);
  set_padding(layer, window, spatial);
  const bool is_average = layer.op().starts_with("Avg");
  const Permutation order = layer.image_order(rank);
  // Averages leave padding out.
  layer.make(is_average ? "AveragePool" : "MaxPool", {layer.input(0, order)},
             {{"kernel_shape", window.kernel}, {"strides", window.strides}, {"pads", pads_of(window)}},
             order);
}

QUERN_TRANSLATOR(Context, "MaxPool", translate_pool);
QUERN_TRANSLATOR(Context, "MaxPoolV2", translate_pool);
QUERN_TRANSLATOR(Context, "MaxPool3D", translate_pool);
QUERN_TRANSLATOR(Context, "MaxPoolWithArgmax", translate_pool);
QUERN_TRANSLATOR(Context, "AvgPool", translate_pool);
QUERN_TRANSLATOR(Context, "AvgPool3D", translate_pool);

}  // namespace
}  // namespace quern::frontend::tensorflow
