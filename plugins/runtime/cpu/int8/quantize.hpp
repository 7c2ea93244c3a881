// quern.Quantize and quern.Dequantize, on elements in memory order and between the layouts NCHW and NHWC.
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

// v = x·inverse_scale; y = sat(trunc(v + copysign(0.5, v))); NaN gives 0. Uses parallel_for().
void quantize(const float* x, void* y, bool is_signed, int64_t count, float inverse_scale,
              Isa isa = active_isa());

// The same from x [batch, channels, pixels] to y [batch, pixels, channels].
void quantize_to_nhwc(const float* x, void* y, bool is_signed, int64_t batch, int64_t channels,
                      int64_t pixels, float inverse_scale, Isa isa = active_isa());

// y = float(x)·scale. Uses parallel_for().
void dequantize(const void* x, bool is_signed, float* y, int64_t count, float scale, Isa isa = active_isa());

// The same from x [batch, pixels, channels] to y [batch, channels, pixels].
void dequantize_to_nchw(const void* x, bool is_signed, float* y, int64_t batch, int64_t channels,
                        int64_t pixels, float scale, Isa isa = active_isa());

}  // namespace quern::cpu::int8
