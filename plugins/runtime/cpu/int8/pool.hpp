// quern.QAveragePool and MaxPool on NHWC bytes.
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

struct PoolShape {
  int64_t batch = 1, channels = 1, in_height = 1, in_width = 1;
  int64_t out_height = 1, out_width = 1;  // as inferred: ceil_mode and automatic pads are the caller's
  int64_t kernel_height = 1, kernel_width = 1;
  int64_t stride_height = 1, stride_width = 1;
  int64_t dilation_height = 1, dilation_width = 1;
  int64_t pad_top = 0, pad_left = 0;
};

// y = sat(round(Σ x·multiplier, rshift)) over the window; pixels outside of x count as 0.
void average_pool(const PoolShape& shape, bool is_signed, int multiplier, int rshift, const void* x, void* y,
                  Isa isa = active_isa());

// The largest element of the window; pixels outside of x do not count.
void max_pool(const PoolShape& shape, bool is_signed, const void* x, void* y, Isa isa = active_isa());

}  // namespace quern::cpu::int8
