// What all convolutions share: Conv, ConvInteger, QLinearConv, quern.QConv and the transposed ones.
#pragma once

#include <quern/ops/window.hpp>

#include "nn/checks.hpp"

namespace quern::ops::nn {

// The sizes of a convolution of X [N, C, ...] with W.
struct Convolution {
  Window window;
  int64_t group, batch, in_channels, out_channels;
  Shape output;  // [N, M, ...]
};

// Checks the shapes of X [N, C, ...] and W [M, C/group, ...] against each other and the attributes.
Convolution resolve_convolution(const Node& node, const Shape& x, const Shape& w);

// Likewise for the transposed convolution, where W is [C, M/group, ...].
Convolution resolve_transposed_convolution(const Node& node, const Shape& x, const Shape& w);

// Checks the optional bias of `channels` elements.
void check_bias(const Tensor* bias, int64_t channels);

// One side of the relation between positions of a convolution's output and input along one axis:
// input = output * step + offset, for the outputs of `range`.
struct Line {
  IndexRange range;
  int64_t step, offset;
};

// The lines of tap `tap` along `axis`. For the transposed convolution the roles of input and output swap.
inline Line tap_line(const Window& v, size_t axis, int64_t tap, int64_t count, int64_t bound) {
  const int64_t offset = tap * v.dilations[axis] - v.pads_begin[axis];
  return {indices_inside(count, v.strides[axis], offset, bound), v.strides[axis], offset};
}

// Calls f(weight_index, near_index, far_index, count, far_step) for every run of positions that one tap
// joins: `near` is the dense side of size `near_size`, `far` the strided side of size `far_size`; v has three
// axes.
template <class F>
void for_each_run(const Window& v, const Shape& near_size, const Shape& far_size, F&& f) {
  int64_t tap = 0;
  for (int64_t kd = 0; kd < v.kernel[0]; ++kd)
    for (int64_t kh = 0; kh < v.kernel[1]; ++kh)
      for (int64_t kw = 0; kw < v.kernel[2]; ++kw, ++tap) {
        const Line d = tap_line(v, 0, kd, near_size[0], far_size[0]);
        const Line h = tap_line(v, 1, kh, near_size[1], far_size[1]);
        const Line w = tap_line(v, 2, kw, near_size[2], far_size[2]);
        if (w.range.size() == 0) continue;
        for (int64_t i = d.range.first; i < d.range.last; ++i)
          for (int64_t j = h.range.first; j < h.range.last; ++j) {
            const int64_t near = (i * near_size[1] + j) * near_size[2] + w.range.first;
            const int64_t far_row = (i * d.step + d.offset) * far_size[1] + j * h.step + h.offset;
            const int64_t far = far_row * far_size[2] + w.range.first * w.step + w.offset;
            f(tap, near, far, w.range.size(), w.step);
          }
      }
}

// y += convolution of x with w; y holds the bias or zeros. Products and sums are computed in Acc.
template <class Acc, class X, class W>
void convolve(const Convolution& c, const X* x, const W* w, Acc* y) {
  const Window v = c.window.as_3d();
  const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output), taps = v.taps();
  const int64_t channels = c.in_channels / c.group, filters = c.out_channels / c.group;
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t m = 0; m < c.out_channels; ++m) {
      Acc* target = y + (n * c.out_channels + m) * y_plane;
      for (int64_t ch = 0; ch < channels; ++ch) {
        const X* source = x + (n * c.in_channels + m / filters * channels + ch) * x_plane;
        const W* weights = w + (m * channels + ch) * taps;
        for_each_run(v, v.output, v.input,
                     [&](int64_t tap, int64_t to, int64_t from, int64_t count, int64_t step) {
                       const Acc weight = Acc(weights[tap]);
                       for (int64_t i = 0; i < count; ++i)
                         target[to + i] += Acc(source[from + i * step]) * weight;
                     });
      }
    }
}

// y += transposed convolution of x with w: every input cell is spread over the outputs that it reaches.
template <class Acc, class X, class W>
void convolve_transposed(const Convolution& c, const X* x, const W* w, Acc* y) {
  const Window v = c.window.as_3d();
  const int64_t x_plane = element_count(v.input), y_plane = element_count(v.output), taps = v.taps();
  const int64_t channels = c.in_channels / c.group, filters = c.out_channels / c.group;
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t ch = 0; ch < c.in_channels; ++ch) {
      const X* source = x + (n * c.in_channels + ch) * x_plane;
      for (int64_t f = 0; f < filters; ++f) {
        Acc* target = y + (n * c.out_channels + ch / channels * filters + f) * y_plane;
        const W* weights = w + (ch * filters + f) * taps;
        for_each_run(v, v.input, v.output,
                     [&](int64_t tap, int64_t from, int64_t to, int64_t count, int64_t step) {
                       const Acc weight = Acc(weights[tap]);
                       for (int64_t i = 0; i < count; ++i)
                         target[to + i * step] += Acc(source[from + i]) * weight;
                     });
      }
    }
}

// Sets every plane of y [N, M, ...] to its channel's bias (zero without one).
template <class Acc, class B>
void fill_bias(const Convolution& c, const Tensor* bias, Acc* y) {
  const int64_t plane = element_count(c.window.output);
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t m = 0; m < c.out_channels; ++m, y += plane)
      std::fill_n(y, plane, bias ? Acc(bias->data<B>()[m]) : Acc(0));
}

}  // namespace quern::ops::nn
