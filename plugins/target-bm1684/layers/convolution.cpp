#include "layers/convolution.hpp"

#include "layers/window_part.hpp"

namespace quern::bm1684 {

Region ConvolutionLayer::needed(size_t, const Region& out) const {
  const Dims& x = inputs[0].dims;
  const WindowBox box = window_box(window, x, out);
  return {out.n, is_depthwise ? out.c : Range{0, x.c}, box.h, box.w};
}

bool ConvolutionLayer::takes(const Region& out) const {
  const WindowBox box = window_box(window, inputs[0].dims, out);
  return is_depthwise || box.window.padded_h(box.h.size()) <= kMaxPaddedFloat;
}

int64_t ConvolutionLayer::macs() const {
  // Zeros that a transposed convolution inserts are not worth counting: its work is input times kernel.
  const Dims& x = inputs[0].dims;
  const Dims& y = output.dims;
  const int64_t pixels = rotate_kernel ? int64_t(x.h) * x.w : int64_t(y.h) * y.w;
  return int64_t(y.n) * y.c * pixels * (x.c / groups) * window.taps();
}

void ConvolutionLayer::emit(Kernel& kernel, const Tile& tile) const {
  if (is_depthwise) return emit_depthwise(kernel, tile);
  // A group's channels start on any lane, where the strides between batches are not those of the whole
  // tensor: one command for each word of batches then.
  const Range& n = tile.output.region.n;
  const int step = groups == 1 ? n.size() : batches_per_word(tile.output.precision());
  for (int begin = n.begin; begin < n.end; begin += step)
    for (int g = 0; g < groups; ++g) emit_group(kernel, tile, g, {begin, std::min(begin + step, n.end)});
}

void ConvolutionLayer::emit_group(Kernel& kernel, const Tile& tile, int group, const Range& batches) const {
  const Region& out = tile.output.region;
  const Precision precision = tile.inputs[0].precision();
  const int input_channels = inputs[0].dims.c / groups;
  const int first = groups == 1 ? out.c.begin : group * (output.dims.c / groups);
  const int count = groups == 1 ? out.c.size() : output.dims.c / groups;

  Region x_box = tile.needed[0];
  x_box.n = batches;
  if (groups > 1) x_box.c = {group * input_channels, (group + 1) * input_channels};
  const Region y_box{batches, {first, first + count}, out.h, out.w};

  Conv op;
  op.input = x_box.dims();
  op.result = y_box.dims();
  op.window = window_box(window, inputs[0].dims, out).window;
  op.x = groups == 1 && x_box == tile.inputs[0].region ? tile.inputs[0].operand()
                                                       : tile.inputs[0].operand(x_box);
  const Operand y = tile.output.operand(y_box);
  op.y = in_local(y.address, y.precision, y.is_signed);
  const int lane = y.address.lane;
  const auto slot = uint32_t((first - out.c.begin) / kLanes);
  op.weights =
      in_local({lane, tile.coefficients[0] + slot * uint32_t(coefficients[0].run_bytes())},
               weight_strides(input_channels, window.kernel_h, window.kernel_w, precision), precision, true);
  if (has_bias) {
    const Precision wide = is_float(precision) ? Precision::F32 : Precision::I16;
    op.bias = in_local({lane, tile.coefficients[1] + slot * uint32_t(coefficients[1].run_bytes())}, wide);
    op.bias->arrangement = Arrangement::Aligned;
  }
  op.right_shift = right_shift;
  op.relu = relu;
  op.rotate_kernel = rotate_kernel;
  kernel.add(op);
}

void ConvolutionLayer::emit_depthwise(Kernel& kernel, const Tile& tile) const {
  const Precision precision = tile.inputs[0].precision();
  Depthwise op;
  op.input = tile.needed[0].dims();
  op.result = tile.output.dims();
  op.window = window_box(window, inputs[0].dims, tile.output.region).window;
  op.x = tile.inputs[0].operand();
  op.y = tile.output.operand();
  op.weights = in_local({0, tile.coefficients[0]}, precision, true);
  if (has_bias)
    op.bias = in_local({0, tile.coefficients[1]}, is_float(precision) ? Precision::F32 : Precision::I16);
  op.right_shift = right_shift;
  op.relu = relu;
  kernel.add(op);
}

}  // namespace quern::bm1684
