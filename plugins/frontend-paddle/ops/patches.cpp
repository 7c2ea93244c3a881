// unfold, im2sequence: the windows of a convolution laid out as columns or rows. A depthwise convolution with
// one-hot kernels copies them: output channel c * kH * kW + k is cell k of the window over channel c.
#include "ops/window.hpp"

namespace quern::frontend::paddle {
namespace {

constexpr int64_t kMostKernelElements = 1 << 22;

std::string one_hot_kernels(Context& layer, int64_t channels, const Shape& kernel) {
  const int64_t cells = element_count(kernel);
  if (channels < 1 || cells < 1 || element_count({channels, cells, cells}) > kMostKernelElements)
    throw UnsupportedError("windows of " + to_string(kernel) + " over " + std::to_string(channels) +
                           " channels are too large to be copied");
  Tensor weights(DataType::Float, {channels * cells, 1, kernel[0], kernel[1]});
  for (int64_t row = 0; row < channels * cells; ++row)
    weights.mutable_data<float>()[row * cells + row % cells] = 1;
  return layer.emit().constant("windows", std::move(weights));
}

// [N, C * kH * kW, rows, columns]. `pads` are top, left, bottom, right.
std::string windows(Context& layer, const Shape& kernel, std::vector<int64_t> pads) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  if (dims.size() != 4) throw InputError("images have four axes, not the shape " + to_string(dims));
  if (pads.size() != 4)
    throw InputError("the padding of windows has " + std::to_string(pads.size()) + " entries");
  return layer.add("windows", "Conv", {x, one_hot_kernels(layer, dims[1], kernel)},
                   {{"kernel_shape", kernel},
                    {"strides", per_axis(layer.ints("strides", {1}), 2, "strides")},
                    {"dilations", per_axis(layer.ints("dilations", {1}), 2, "dilations")},
                    {"pads", std::move(pads)},
                    {"group", dims[1]}});
}

// [N, C * kH * kW, positions]
void translate_unfold(Context& layer) {
  std::vector<int64_t> pads = layer.ints("paddings", {0});
  if (pads.size() == 1) pads.assign(4, pads[0]);
  if (pads.size() == 2) pads = {pads[0], pads[1], pads[0], pads[1]};
  const std::string y = windows(layer, per_axis(layer.ints("kernel_sizes"), 2, "kernel_sizes"), pads);
  const Shape dims = layer.shape(y);
  layer.emit().make(layer.output("Y"), "Reshape", {y, layer.emit().ints("shape", {dims[0], dims[1], -1})});
}

// One row per position: [N * positions, C * kH * kW]
void translate_im2sequence(Context& layer) {
  if (layer.has_input("Y")) throw UnsupportedError("im2sequence with the sizes of the original images");
  const std::string y =
      windows(layer, per_axis(layer.ints("kernels"), 2, "kernels"), layer.ints("paddings", {0, 0, 0, 0}));
  const std::string last = layer.add("last", "Transpose", {y}, {{"perm", std::vector<int64_t>{0, 2, 3, 1}}});
  layer.make("Reshape", {last, layer.emit().ints("shape", {-1, layer.shape(y)[1]})});
}

QUERN_PADDLE_OP("unfold", translate_unfold);
QUERN_PADDLE_OP("im2sequence", translate_im2sequence);

}  // namespace
}  // namespace quern::frontend::paddle
