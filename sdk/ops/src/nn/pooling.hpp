// What pooling operators share: window sizes, and loops over the taps that lie inside the input.
#pragma once

#include <array>

#include <quern/ops/window.hpp>

#include "nn/checks.hpp"

namespace quern::ops::nn {

// The sizes of a pooling over X [N, C, ...].
struct Pooling {
  Window window;
  Shape output;    // [N, C, ...]
  int64_t planes;  // N * C; only with static shapes
};

Pooling resolve_pooling(const Node& node, const Shape& x);

// The taps of one output position that lie inside the input, per axis of a three-axis window, and the input
// index that tap 0 would have.
struct Taps {
  std::array<IndexRange, 3> range;
  std::array<int64_t, 3> origin;
};

inline Taps taps_at(const Window& v, std::array<int64_t, 3> output) {
  Taps taps{};
  for (size_t axis = 0; axis < 3; ++axis) {
    taps.origin[axis] = output[axis] * v.strides[axis] - v.pads_begin[axis];
    taps.range[axis] = indices_inside(v.kernel[axis], v.dilations[axis], taps.origin[axis], v.input[axis]);
  }
  return taps;
}

// Calls f(output_index, taps) for every output position of one plane; v has three axes.
template <class F>
void for_each_output(const Window& v, F&& f) {
  int64_t index = 0;
  for (int64_t d = 0; d < v.output[0]; ++d)
    for (int64_t h = 0; h < v.output[1]; ++h)
      for (int64_t w = 0; w < v.output[2]; ++w) f(index++, taps_at(v, {d, h, w}));
}

// Calls f(input_index) for every tap inside the input; v has three axes.
template <class F>
void for_each_tap(const Window& v, const Taps& taps, F&& f) {
  for (int64_t d = taps.range[0].first; d < taps.range[0].last; ++d)
    for (int64_t h = taps.range[1].first; h < taps.range[1].last; ++h)
      for (int64_t w = taps.range[2].first; w < taps.range[2].last; ++w) {
        const int64_t plane = taps.origin[0] + d * v.dilations[0];
        const int64_t row = taps.origin[1] + h * v.dilations[1];
        f((plane * v.input[1] + row) * v.input[2] + taps.origin[2] + w * v.dilations[2]);
      }
}

// The output shape of pooling over all spatial axes: [N, C, 1, 1, ...].
Shape global_pool_shape(const Shape& x);

// Inference of the global pooling operators.
void infer_global_pool(InferContext& ctx);

// Runs one global pooling: f(plane, count) reduces the `count` values of each plane of X to one.
template <class T, class F>
void reduce_planes(ComputeContext& ctx, F&& f) {
  const Tensor& x = ctx.input(0);
  const Shape shape = global_pool_shape(x.dims);
  Tensor& y = zeroed_output(ctx, 0, x.type, shape);
  const int64_t planes = y.count(), plane = planes ? x.count() / planes : 0;
  require(plane > 0 || planes == 0, "the input has no cells to pool over");
  for (int64_t i = 0; i < planes; ++i) y.mutable_data<T>()[i] = f(x.data<T>() + i * plane, plane);
}

}  // namespace quern::ops::nn
