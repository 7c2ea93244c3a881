// Convolutions and poolings as loops written after TensorFlow's definitions, in its own order of axes.
#pragma once

#include <algorithm>
#include <utility>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::tensorflow::test {

struct Window2d {
  int64_t stride_h = 1, stride_w = 1, dilation_h = 1, dilation_w = 1;
  bool same = false;
};

// Output size and cells of padding in front along one axis.
inline std::pair<int64_t, int64_t> window(int64_t in, int64_t kernel, int64_t stride, int64_t dilation,
                                          bool same) {
  const int64_t extent = (kernel - 1) * dilation + 1;
  if (!same) return {(in - extent) / stride + 1, 0};
  const int64_t out = (in + stride - 1) / stride;
  return {out, std::max<int64_t>((out - 1) * stride + extent - in, 0) / 2};
}

inline float at(const Tensor& t, int64_t n, int64_t h, int64_t w, int64_t c) {
  return t.data<float>()[((n * t.dims[1] + h) * t.dims[2] + w) * t.dims[3] + c];
}

// NHWC image, HWIO filter; groups by the filter's depth.
inline Tensor conv2d(const Tensor& x, const Tensor& w, const Window2d& p) {
  const auto [out_h, pad_h] = window(x.dims[1], w.dims[0], p.stride_h, p.dilation_h, p.same);
  const auto [out_w, pad_w] = window(x.dims[2], w.dims[1], p.stride_w, p.dilation_w, p.same);
  const int64_t depth = w.dims[2], outs = w.dims[3], per_group = outs / (x.dims[3] / depth);
  Tensor y(DataType::Float, {x.dims[0], out_h, out_w, outs});
  float* to = y.mutable_data<float>();
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t i = 0; i < out_h; ++i)
      for (int64_t j = 0; j < out_w; ++j)
        for (int64_t o = 0; o < outs; ++o) {
          double sum = 0;
          for (int64_t a = 0; a < w.dims[0]; ++a)
            for (int64_t b = 0; b < w.dims[1]; ++b) {
              const int64_t h = i * p.stride_h + a * p.dilation_h - pad_h;
              const int64_t v = j * p.stride_w + b * p.dilation_w - pad_w;
              if (h < 0 || v < 0 || h >= x.dims[1] || v >= x.dims[2]) continue;
              for (int64_t c = 0; c < depth; ++c)
                sum += double(at(x, n, h, v, o / per_group * depth + c)) * at(w, a, b, c, o);
            }
          *to++ = float(sum);
        }
  return y;
}

inline Tensor depthwise(const Tensor& x, const Tensor& w, const Window2d& p) {
  const auto [out_h, pad_h] = window(x.dims[1], w.dims[0], p.stride_h, p.dilation_h, p.same);
  const auto [out_w, pad_w] = window(x.dims[2], w.dims[1], p.stride_w, p.dilation_w, p.same);
  const int64_t channels = w.dims[2], times = w.dims[3];
  Tensor y(DataType::Float, {x.dims[0], out_h, out_w, channels * times});
  float* to = y.mutable_data<float>();
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t i = 0; i < out_h; ++i)
      for (int64_t j = 0; j < out_w; ++j)
        for (int64_t o = 0; o < channels * times; ++o) {
          double sum = 0;
          for (int64_t a = 0; a < w.dims[0]; ++a)
            for (int64_t b = 0; b < w.dims[1]; ++b) {
              const int64_t h = i * p.stride_h + a * p.dilation_h - pad_h;
              const int64_t v = j * p.stride_w + b * p.dilation_w - pad_w;
              if (h >= 0 && v >= 0 && h < x.dims[1] && v < x.dims[2])
                sum += double(at(x, n, h, v, o / times)) * at(w, a, b, o / times, o % times);
            }
          *to++ = float(sum);
        }
  return y;
}

// What Conv2DBackpropInput computes: each input cell spreads over the cells that a forward convolution would
// have made it from.
inline Tensor conv2d_backprop(const Shape& out, const Tensor& w, const Tensor& x, const Window2d& p) {
  const auto pad = [&](int64_t big, int64_t kernel, int64_t stride) {
    return window(big, kernel, stride, 1, p.same).second;
  };
  const int64_t pad_h = pad(out[1], w.dims[0], p.stride_h), pad_w = pad(out[2], w.dims[1], p.stride_w);
  Tensor y(DataType::Float, out);
  float* to = y.mutable_data<float>();
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t i = 0; i < x.dims[1]; ++i)
      for (int64_t j = 0; j < x.dims[2]; ++j)
        for (int64_t a = 0; a < w.dims[0]; ++a)
          for (int64_t b = 0; b < w.dims[1]; ++b) {
            const int64_t h = i * p.stride_h + a - pad_h, v = j * p.stride_w + b - pad_w;
            if (h < 0 || v < 0 || h >= out[1] || v >= out[2]) continue;
            for (int64_t o = 0; o < w.dims[2]; ++o)
              for (int64_t c = 0; c < w.dims[3]; ++c)
                to[((n * out[1] + h) * out[2] + v) * out[3] + o] += at(x, n, i, j, c) * at(w, a, b, o, c);
          }
  return y;
}

inline Tensor pooled(const Tensor& x, int64_t kernel_h, int64_t kernel_w, const Window2d& p, bool average) {
  const auto [out_h, pad_h] = window(x.dims[1], kernel_h, p.stride_h, 1, p.same);
  const auto [out_w, pad_w] = window(x.dims[2], kernel_w, p.stride_w, 1, p.same);
  Tensor y(DataType::Float, {x.dims[0], out_h, out_w, x.dims[3]});
  float* to = y.mutable_data<float>();
  for (int64_t n = 0; n < x.dims[0]; ++n)
    for (int64_t i = 0; i < out_h; ++i)
      for (int64_t j = 0; j < out_w; ++j)
        for (int64_t c = 0; c < x.dims[3]; ++c) {
          float largest = -1e30f, sum = 0;
          int count = 0;
          for (int64_t h = i * p.stride_h - pad_h; h < i * p.stride_h - pad_h + kernel_h; ++h)
            for (int64_t v = j * p.stride_w - pad_w; v < j * p.stride_w - pad_w + kernel_w; ++v)
              if (h >= 0 && v >= 0 && h < x.dims[1] && v < x.dims[2]) {
                largest = std::max(largest, at(x, n, h, v, c));
                sum += at(x, n, h, v, c);
                ++count;
              }
          *to++ = average ? sum / float(count) : largest;
        }
  return y;
}

}  // namespace quern::frontend::tensorflow::test
