// deformable_conv (with a mask) and deformable_conv_v1: windows whose taps move.
//   Input [N, C, H, W], Offset [N, 2 * deformable_groups * taps, H_out, W_out], Mask [N, deformable_groups *
//   taps, H_out, W_out], Filter [M, C / groups, kH, kW]
// Sampling is an operator of its own; what is left is a 1 x 1 convolution of the samples.
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

void translate(Context& layer) {
  const std::string x = layer.input("Input"), filter = layer.input("Filter");
  const Shape dims = layer.shape(x), weights = layer.shape(filter);
  if (dims.size() != 4 || weights.size() != 4)
    throw InputError("a deformable convolution of " + to_string(dims) + " with a filter of " +
                     to_string(weights));
  const Shape kernel = {weights[2], weights[3]};
  const Window window = window_of(layer, kernel, {dims[2], dims[3]});
  const std::string samples =
      layer.add("samples", "DeformableSample", {x, layer.input("Offset"), layer.optional_input("Mask")},
                {{"kernel_shape", kernel},
                 {"strides", window.strides},
                 {"dilations", window.dilations},
                 {"pads", window.pads()},
                 {"deformable_groups", layer.integer("deformable_groups", 1)}},
                kQuernDomain);
  const Shape flat = {weights[0], weights[1] * element_count(kernel), 1, 1};
  layer.emit().make(layer.output("Output"), "Conv", {samples, layer.reshape("weights", filter, flat)},
                    {{"kernel_shape", Shape{1, 1}}, {"group", layer.integer("groups", 1)}});
}

QUERN_PADDLE_OP("deformable_conv", translate);
QUERN_PADDLE_OP("deformable_conv_v1", translate);

}  // namespace
}  // namespace quern::frontend::paddle
