// Simple loops over bytes and floats. One source, compiled once per instruction set: compilers vectorise
// them. Pointers may be equal, but ranges that overlap otherwise are not allowed.
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

// Pixels of a feature map: the first one, and bytes between neighbours.
struct ByteWindow {
  const uint8_t* x;
  int64_t rows, columns;
  int64_t row_step, column_step;
};

struct ByteLoops {
  // y = sat(round(a·b·multiplier, rshift)).
  void (*mul)(const uint8_t* a, bool a_signed, const uint8_t* b, bool b_signed, uint8_t* y, bool relu,
              int64_t count, int multiplier, int rshift);
  // y = sat(sat16(x·scale + bias) >> rshift), all per element.
  void (*scale)(const uint8_t* x, bool is_signed, uint8_t* y, bool relu, int64_t count, const int8_t* scales,
                const int16_t* biases, const int32_t* rshifts);
  // y = x ≥ 0 ? x : sat(round(x·slope, rshift)) on int8, one slope per element.
  void (*prelu)(const uint8_t* x, uint8_t* y, int64_t count, const int16_t* slopes, int rshift);
  // y = the maximum over the pixels of a window, channel by channel; the lowest number where it has no
  // pixels.
  void (*max)(const ByteWindow& window, bool is_signed, uint8_t* y, int64_t channels);
  // sums = the sum over the pixels of a window, for `count` channels from `first` on.
  void (*accumulate)(const ByteWindow& window, int64_t first, bool is_signed, int32_t* sums, int64_t count);
  // y = sat(round(sum·multiplier, rshift)).
  void (*average)(const int32_t* sums, uint8_t* y, bool is_signed, int64_t count, int multiplier, int rshift);
  // v = x·inverse_scale; y = sat(trunc(v + copysign(0.5, v))); NaN gives 0.
  void (*quantize)(const float* x, uint8_t* y, bool is_signed, int64_t count, float inverse_scale);
  // y = float(x)·scale.
  void (*dequantize)(const uint8_t* x, bool is_signed, float* y, int64_t count, float scale);
};

const ByteLoops& byte_loops_scalar();
#if defined(__x86_64__)
const ByteLoops& byte_loops_avx2();
const ByteLoops& byte_loops_avx512vnni();
#endif

inline const ByteLoops& byte_loops(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::Avx512Vnni) return byte_loops_avx512vnni();
  if (isa != Isa::Scalar) return byte_loops_avx2();
#endif
  (void)isa;
  return byte_loops_scalar();
}

}  // namespace quern::cpu::int8
