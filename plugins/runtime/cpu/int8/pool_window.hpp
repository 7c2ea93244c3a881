// The windows of pooling operators on NHWC feature maps.
#pragma once

#include <algorithm>
#include <cstdint>

#include "../parallel.hpp"
#include "aligned_bytes.hpp"
#include "byte_loops.hpp"
#include "pieces.hpp"
#include "pool.hpp"

namespace quern::cpu::int8 {

// Taps [first, last) of a window that starts at `start`: those within [0, size).
struct TapRange {
  int64_t first, last;
  TapRange(int64_t start, int64_t kernel, int64_t dilation, int64_t size)
      : first(start >= 0 ? 0 : divide_up(-start, dilation)),
        last(std::max(first, std::min(kernel, divide_up(std::max<int64_t>(size - start, 0), dilation)))) {}
};

// Calls f(window, y) for every output pixel, with the part of its window within the feature map; uses
// parallel_for().
template <class F>
void for_each_window(const PoolShape& s, const void* x, void* y, const F& f) {
  const int64_t rows = s.batch * s.out_height, row_bytes = s.in_width * s.channels;
  const int64_t row_work = s.out_width * s.channels * s.kernel_height * s.kernel_width;
  parallel_for(rows, std::max<int64_t>(1, kThreadGrain / row_work), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const auto* const image = static_cast<const uint8_t*>(x) + row / s.out_height * s.in_height * row_bytes;
      const int64_t top = row % s.out_height * s.stride_height - s.pad_top;
      const TapRange vertical(top, s.kernel_height, s.dilation_height, s.in_height);
      for (int64_t column = 0; column < s.out_width; ++column) {
        const int64_t left = column * s.stride_width - s.pad_left;
        const TapRange horizontal(left, s.kernel_width, s.dilation_width, s.in_width);
        ByteWindow window{image, vertical.last - vertical.first, horizontal.last - horizontal.first,
                          s.dilation_height * row_bytes, s.dilation_width * s.channels};
        if (window.rows > 0 && window.columns > 0)
          window.x += (top + vertical.first * s.dilation_height) * row_bytes +
                      (left + horizontal.first * s.dilation_width) * s.channels;
        f(window, static_cast<uint8_t*>(y) + (row * s.out_width + column) * s.channels);
      }
    }
  });
}

}  // namespace quern::cpu::int8
