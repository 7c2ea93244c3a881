// One channel of a pooling's or depthwise convolution's input, with pads and inserted zeros.
#pragma once

#include <algorithm>
#include <vector>

#include "isa/types.hpp"

namespace quern::bm1684 {

template <class T>
class WindowPlane {
 public:
  WindowPlane(const Window& window, const Dims& input, const Dims& result, T padding)
      : window_(window),
        input_(input),
        height_(std::max(window.padded_h(input.h),
                         (result.h - 1) * window.stride_y + (window.kernel_h - 1) * window.dilation_y + 1)),
        width_(std::max(window.padded_w(input.w),
                        (result.w - 1) * window.stride_x + (window.kernel_w - 1) * window.dilation_x + 1)),
        values_(size_t(height_) * size_t(width_), padding),
        dense_(size_t(input.h) * size_t(input.w)) {}

  // The input [h][w] goes here, then spread() puts it in its place.
  [[nodiscard]] T* dense() { return dense_.data(); }
  void spread() {
    for (int y = 0; y < input_.h; ++y) {
      T* row = &values_[size_t(y * (window_.insert_y + 1) + window_.pad_up) * size_t(width_) +
                        size_t(window_.pad_left)];
      for (int x = 0; x < input_.w; ++x)
        row[x * (window_.insert_x + 1)] = dense_[size_t(y) * size_t(input_.w) + size_t(x)];
    }
  }

  // The first element that tap t reads for output row oy; the next outputs are stride_x apart.
  [[nodiscard]] const T* tap(int oy, int t) const {
    const int y = oy * window_.stride_y + t / window_.kernel_w * window_.dilation_y;
    return &values_[size_t(y) * size_t(width_) + size_t(t % window_.kernel_w * window_.dilation_x)];
  }

 private:
  Window window_;
  Dims input_;
  int height_, width_;
  std::vector<T> values_, dense_;
};

// Whether a window's sizes are ones that a command can sensibly have; execution may rely on it.
void require_window(const Window& window, const Dims& input, const Dims& result);

}  // namespace quern::bm1684
