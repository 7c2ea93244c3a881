// One batch of a convolution's input with its pads and inserted zeros, channels innermost, so that every
// window reads short contiguous runs.
#pragma once

#include <algorithm>
#include <vector>

#include <quern/error.hpp>

#include "../workers.hpp"
#include "elements.hpp"

namespace quern::bm1684 {

template <class T>
class PaddedImage {
 public:
  // Large enough for all windows of `result`; what lies behind the pads is zero as well.
  PaddedImage(const Window& window, const Dims& input, const Dims& result)
      : window_(window),
        input_(input),
        height_(std::max<int64_t>(
            window.padded_h(input.h),
            int64_t(result.h - 1) * window.stride_y + int64_t(window.kernel_h - 1) * window.dilation_y + 1)),
        width_(std::max<int64_t>(
            window.padded_w(input.w),
            int64_t(result.w - 1) * window.stride_x + int64_t(window.kernel_w - 1) * window.dilation_x + 1)),
        channels_((input.c + 1) / 2 * 2) {
    constexpr int64_t kMost = int64_t(1) << 29;
    if (height_ > kMost || width_ > kMost || height_ * width_ > kMost / channels_)
      throw UnsupportedError("a convolution's padded input of " + std::to_string(height_) + " x " +
                             std::to_string(width_) + " is larger than the simulator handles");
    values_.resize(size_t(height_ * width_ * channels_));
  }

  // Fills in batch n. What is not input stays zero from one batch to the next.
  void load(Memory& memory, const Operand& x, int n, Workers& workers) {
    const ElementMap map = activation_map(x, input_);
    workers.each(input_.h, input_.h * int64_t(input_.w) * input_.c > 4096, [&](int64_t begin, int64_t end) {
      std::vector<float> floats(size_t(input_.w));
      std::vector<int32_t> integers(size_t(input_.w));
      for (int64_t y = begin; y < end; ++y)
        for (int c = 0; c < input_.c; ++c) {
          const uint8_t* row = element(memory, map, n, c, int(y), 0);
          T* to = at(y * (window_.insert_y + 1) + window_.pad_up, window_.pad_left) + c;
          const int64_t step = channels_ * (window_.insert_x + 1);
          if constexpr (std::is_same_v<T, float>) {
            load_floats(row, map.w * map.unit, input_.w, floats.data());
            for (int64_t i = 0; i < input_.w; ++i) to[i * step] = floats[size_t(i)];
          } else {
            bm1684::load(row, map.w * map.unit, input_.w, x.precision, x.is_signed, integers.data());
            for (int64_t i = 0; i < input_.w; ++i) to[i * step] = T(integers[size_t(i)]);
          }
        }
    });
  }

  [[nodiscard]] T* at(int64_t y, int64_t x) { return &values_[size_t((y * width_ + x) * channels_)]; }

  // Distance of tap (ky, kx), channel c, from the upper left corner of a window.
  [[nodiscard]] int32_t offset(int ky, int kx, int c) const {
    return int32_t(
        (int64_t(ky) * window_.dilation_y * width_ + int64_t(kx) * window_.dilation_x) * channels_ + c);
  }

 private:
  Window window_;
  Dims input_;
  int64_t height_, width_, channels_;
  std::vector<T> values_;
};

}  // namespace quern::bm1684
