// quern.DeformableSample: the windows of a deformable convolution, laid out as channels. A Conv of 1 x 1 with
// the kernel's weights as [M, C / group * taps, 1, 1] makes the deformable convolution of them.
//   Inputs: X [N, C, H, W]; offsets [N, 2 * groups * taps, H_out, W_out], down and right of each tap in
//   cells; optional mask [N, groups * taps, H_out, W_out]. Each of the `deformable_groups` serves a share of
//   the channels. Output [N, C * taps, H_out, W_out], channel c * taps + tap: X at the tap's position moved
//   by its offset, bilinear, 0 outside, times the mask.
#include <array>
#include <cmath>

#include <quern/ops/window.hpp>

#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

struct Sampling {
  Window window;
  int64_t batch, channels, groups;
  [[nodiscard]] int64_t taps() const { return window.taps(); }
  [[nodiscard]] int64_t cells() const { return element_count(window.output); }
  [[nodiscard]] Shape shape(int64_t planes) const {
    return {batch, planes, window.output[0], window.output[1]};
  }
};

Sampling resolve(const Node& node, const Shape& x, const Shape& offsets) {
  nn::require_rank(x, 4, "X");
  const auto kernel = node.require<std::vector<int64_t>>("kernel_shape");
  nn::require(kernel.size() == 2, "kernel_shape must have two sizes");
  Sampling s{conv_window(node, std::span(x).subspan(2), kernel), x[0], x[1],
             node.get_int("deformable_groups", 1)};
  nn::require(s.groups >= 1 && s.groups < (1 << 20) && (s.channels < 0 || s.channels % s.groups == 0),
              "deformable_groups must divide the channels");
  nn::require_shape(offsets, s.shape(multiply_sizes(2 * s.groups, s.taps())), "offsets");
  return s;
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  const Sampling s = resolve(ctx.node(), ctx.shape(0), ctx.shape(1));
  if (s.channels < 0) return;
  const Shape shape = s.shape(multiply_sizes(s.channels, s.taps()));
  check_size(shape);
  ctx.output(0, ctx.type(0), shape);
}

// The plane between its cells; 0 from one cell outside on.
template <class T>
T interpolate(const T* plane, int64_t height, int64_t width, T y, T x) {
  if (!(y > T(-1) && x > T(-1) && y < T(height) && x < T(width))) return 0;
  const T top = std::floor(y), left = std::floor(x);
  const std::array<T, 2> down = {1 - (y - top), y - top}, right = {1 - (x - left), x - left};
  T sum = 0;
  for (int64_t i = 0; i < 2; ++i)
    for (int64_t j = 0; j < 2; ++j) {
      const int64_t row = int64_t(top) + i, column = int64_t(left) + j;
      if (row >= 0 && column >= 0 && row < height && column < width)
        sum += down[size_t(i)] * right[size_t(j)] * plane[row * width + column];
    }
  return sum;
}

// One tap over one plane. `offsets` are the two planes of the tap, `mask` its plane or null.
template <class T>
void sample_tap(const Sampling& s, int64_t tap, const T* plane, const T* offsets, const T* mask, T* y) {
  const Window& w = s.window;
  const int64_t cells = s.cells(), columns = w.output[1];
  for (int64_t i = 0; i < cells; ++i) {
    const T row = T(i / columns * w.strides[0] - w.pads_begin[0] + tap / w.kernel[1] * w.dilations[0]);
    const T column = T(i % columns * w.strides[1] - w.pads_begin[1] + tap % w.kernel[1] * w.dilations[1]);
    const T value = interpolate(plane, w.input[0], w.input[1], row + offsets[i], column + offsets[cells + i]);
    y[i] = mask ? value * mask[i] : value;
  }
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &offsets = ctx.input(1);
  const Sampling s = resolve(ctx.node(), x.dims, offsets.dims);
  const Tensor* mask = ctx.optional_input(2);
  const int64_t taps = s.taps(), cells = s.cells(), plane = x.dims[2] * x.dims[3];
  if (mask) nn::require_shape(mask->dims, s.shape(multiply_sizes(s.groups, taps)), "mask");
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, s.shape(multiply_sizes(s.channels, taps)));
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t n = 0; n < s.batch; ++n)
      for (int64_t c = 0; c < s.channels; ++c)
        for (int64_t tap = 0; tap < taps; ++tap) {
          const int64_t field = (n * s.groups + c / (s.channels / s.groups)) * taps + tap;
          sample_tap(s, tap, x.data<T>() + (n * s.channels + c) * plane,
                     offsets.data<T>() + 2 * field * cells, mask ? mask->data<T>() + field * cells : nullptr,
                     y.mutable_data<T>() + ((n * s.channels + c) * taps + tap) * cells);
        }
  });
}

}  // namespace

QUERN_OPERATOR(kQuernDomain, "DeformableSample", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
