// The windows of pooling operators on NHWC feature maps.
#pragma once

#include "../parallel.hpp"
#include "aligned_bytes.hpp"
#include "pool.hpp"

#include <algorithm>
#include <cstdint>

namespace quern::cpu::int8 {

// One output pixel and the part of its window within the feature map.
struct PoolWindow {
  const uint8_t* x;  // first pixel of the window within the feature map
  int64_t rows, columns;
  int64_t row_step, column_step;  // bytes
  uint8_t* y;

  template <class F>
  void for_each_pixel(const F& f) const {
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t c = 0; c < columns; ++c) f(x + r * row_step + c * column_step);
  }
};

// Taps [first, last) of a window that starts at `start`: those within [0, size).
struct TapRange {
  int64_t first, last;
  TapRange(int64_t start, int64_t kernel, int64_t dilation, int64_t size)
      : first(start >= 0 ? 0 : divide_up(-start, dilation)),
        last(std::max(first, std::min(kernel, divide_up(std::max<int64_t>(size - start, 0), dilation)))) {}
};

// Calls f(window) for every output pixel; uses parallel_for().
template <class F>
void for_each_window(const PoolShape& s, const void* x, void* y, const F& f) {
  const int64_t rows = s.batch * s.out_height, row_bytes = s.in_width * s.channels;
  parallel_for(rows, 1, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const auto* const image = static_cast<const uint8_t*>(x) + row / s.out_height * s.in_height * row_bytes;
      const int64_t top = row % s.out_height * s.stride_height - s.pad_top;
      const TapRange vertical(top, s.kernel_height, s.dilation_height, s.in_height);
      for (int64_t column = 0; column < s.out_width; ++column) {
        const int64_t left = column * s.stride_width - s.pad_left;
        const TapRange horizontal(left, s.kernel_width, s.dilation_width, s.in_width);
        PoolWindow window{};
        window.rows = vertical.last - vertical.first;
        window.columns = horizontal.last - horizontal.first;
        window.row_step = s.dilation_height * row_bytes;
        window.column_step = s.dilation_width * s.channels;
        if (window.rows > 0 && window.columns > 0)
          window.x = image + (top + vertical.first * s.dilation_height) * row_bytes +
                     (left + horizontal.first * s.dilation_width) * s.channels;
        window.y = static_cast<uint8_t*>(y) + (row * s.out_width + column) * s.channels;
        f(window);
      }
    }
  });
}

}  // namespace quern::cpu::int8
