// conv2d_transpose, depthwise_conv2d_transpose, conv3d_transpose.
//   Input [N, C, spatial...], Filter [C, M / groups, kernel...], Bias [M]
#include "ops/activation.hpp"
#include "ops/layout.hpp"
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

// Cells added at the end so that the output has the sizes of output_size; else the attribute output_padding.
std::vector<int64_t> extra_cells(const Context& layer, const Window& w, const Shape& spatial) {
  const std::vector<int64_t> sizes = layer.ints_of("output_size", "OutputSizeTensor", "OutputSizeTensorList");
  std::vector<int64_t> extra = layer.ints("output_padding");
  if (extra.empty()) extra.assign(spatial.size(), 0);
  if (sizes.empty()) return per_axis(std::move(extra), spatial.size(), "output_padding");
  const Shape wanted = per_axis(sizes, spatial.size(), "output_size");
  std::vector<int64_t> missing;
  for (size_t i = 0; i < spatial.size(); ++i) {
    const int64_t least = (spatial[i] - 1) * w.strides[i] + (w.kernel[i] - 1) * w.dilations[i] + 1 -
                          w.pads_begin[i] - w.pads_end[i];
    if (wanted[i] < least || wanted[i] >= least + w.strides[i])
      throw InputError("output_size " + std::to_string(wanted[i]) + " cannot be: with this stride it is " +
                       std::to_string(least) + " to " + std::to_string(least + w.strides[i] - 1));
    missing.push_back(wanted[i] - least);
  }
  return missing;
}

void translate(Context& layer) {
  const std::string filter = layer.cast(layer.input("Filter"), DataType::Float);  // may be quantised
  with_channels_first(
      layer, layer.input("Input"), layer.output("Output"), [&](const std::string& x, const std::string& y) {
        const Shape shape = layer.shape(x), weights = layer.shape(filter);
        if (shape.size() < 3 || weights.size() != shape.size())
          throw InputError("a convolution of " + to_string(shape) + " with a filter of " +
                           to_string(weights));
        const Shape spatial(shape.begin() + 2, shape.end());
        const Window window = window_of(layer, Shape(weights.begin() + 2, weights.end()), spatial);
        const bool is_depthwise = layer.op().type.starts_with("depthwise") && !layer.has_attribute("groups");
        const int64_t groups = is_depthwise ? shape[1] : layer.integer("groups", 1);
        std::vector<std::string> inputs = {x, filter};
        if (layer.has_input("Bias")) inputs.push_back(layer.reshape("bias", layer.input("Bias"), {-1}));
        const std::string sum = layer.add("conv", "ConvTranspose", inputs,
                                          {{"kernel_shape", window.kernel},
                                           {"strides", window.strides},
                                           {"dilations", window.dilations},
                                           {"pads", window.pads()},
                                           {"output_padding", extra_cells(layer, window, spatial)},
                                           {"group", groups}});
        make_fused_activation(layer, y, sum);
      });
}

QUERN_PADDLE_OP("conv2d_transpose", translate);
QUERN_PADDLE_OP("depthwise_conv2d_transpose", translate);
QUERN_PADDLE_OP("conv3d_transpose", translate);

}  // namespace
}  // namespace quern::frontend::paddle
