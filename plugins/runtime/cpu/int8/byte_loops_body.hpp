// The loops of byte_loops.hpp. Everything has internal linkage, and no function of another header is called:
// files compiled for different instruction sets include this one.
#pragma once

#include <cstddef>

#include "byte_loops.hpp"
#include "unroll.hpp"

namespace quern::cpu::int8 {
namespace {

template <bool Signed>
QUERN_ALWAYS_INLINE inline int32_t load(const uint8_t* p) {
  return Signed ? int32_t(int8_t(*p)) : int32_t(*p);
}

// Calls f.operator()<true>() or f.operator()<false>(): loops are compiled for either signedness.
template <class F>
QUERN_ALWAYS_INLINE inline void with_signedness(bool is_signed, F&& f) {
  if (is_signed) {
    f.template operator()<true>();
  } else {
    f.template operator()<false>();
  }
}

// round(value, rshift) as two shifts with the same counts for all elements.
struct RoundShift {
  int first, second, mask;
  explicit RoundShift(int rshift)
      : first(rshift > 0 ? rshift - 1 : 0), second(rshift > 0), mask(rshift > 0) {}
  QUERN_ALWAYS_INLINE int32_t operator()(int32_t value) const {
    const int32_t v = value >> first;
    return (v >> second) + (v & mask);
  }
};

template <class T>
QUERN_ALWAYS_INLINE inline T clamp(T value, T low, T high) {
  const T raised = value < low ? low : value;
  return raised > high ? high : raised;
}

void mul(const uint8_t* a, bool a_signed, const uint8_t* b, bool b_signed, uint8_t* y, bool relu,
         int64_t count, int multiplier, int rshift) {
  const RoundShift round(rshift);
  const int32_t low = relu ? 0 : -128, high = relu ? 255 : 127;
  with_signedness(a_signed, [&]<bool ASigned>() {
    with_signedness(b_signed, [&]<bool BSigned>() {
      for (int64_t i = 0; i < count; ++i) {
        const int32_t product = load<ASigned>(a + i) * load<BSigned>(b + i) * multiplier;
        y[i] = uint8_t(clamp(round(product), low, high));
      }
    });
  });
}

void scale(const uint8_t* x, bool is_signed, uint8_t* y, bool relu, int64_t count, const int8_t* scales,
           const int16_t* biases, const int32_t* rshifts) {
  const int32_t low = relu ? 0 : -128, high = relu ? 255 : 127;
  with_signedness(is_signed, [&]<bool Signed>() {
    for (int64_t i = 0; i < count; ++i) {
      const int32_t t = clamp(load<Signed>(x + i) * scales[i] + biases[i], -32768, 32767);
      y[i] = uint8_t(clamp(t >> rshifts[i], low, high));
    }
  });
}

void prelu(const uint8_t* x, uint8_t* y, int64_t count, const int16_t* slopes, int rshift) {
  const RoundShift round(rshift);
  for (int64_t i = 0; i < count; ++i) {
    const int32_t v = load<true>(x + i), scaled = clamp(round(v * slopes[i]), -128, 127);
    y[i] = uint8_t(v >= 0 ? v : scaled);
  }
}

// 64 bytes that compilers map to the registers of the machine.
template <bool Signed>
struct ByteVector {
  using Element = std::conditional_t<Signed, int8_t, uint8_t>;
  typedef Element Type __attribute__((vector_size(64)));
};

// Channels [first, first + count) of max().
template <bool Signed>
QUERN_ALWAYS_INLINE inline void max_channels(const ByteWindow& window, uint8_t* y, int64_t first,
                                             int64_t count) {
  using Vector = typename ByteVector<Signed>::Type;
  Vector largest = Vector{} + typename ByteVector<Signed>::Element(Signed ? -128 : 0);
  for (int64_t r = 0; r < window.rows; ++r) {
    for (int64_t c = 0; c < window.columns; ++c) {
      Vector x{};
      __builtin_memcpy(&x, window.x + r * window.row_step + c * window.column_step + first, size_t(count));
      largest = x > largest ? x : largest;
    }
  }
  __builtin_memcpy(y + first, &largest, size_t(count));
}

void max(const ByteWindow& window, bool is_signed, uint8_t* y, int64_t channels) {
  with_signedness(is_signed, [&]<bool Signed>() {
    int64_t first = 0;
    for (; first + 64 <= channels; first += 64) max_channels<Signed>(window, y, first, 64);
    if (first < channels) max_channels<Signed>(window, y, first, channels - first);
  });
}

void accumulate(const ByteWindow& window, int64_t first, bool is_signed, int32_t* sums, int64_t count) {
  for (int64_t i = 0; i < count; ++i) sums[i] = 0;
  with_signedness(is_signed, [&]<bool Signed>() {
    for (int64_t r = 0; r < window.rows; ++r) {
      for (int64_t c = 0; c < window.columns; ++c) {
        const uint8_t* const x = window.x + r * window.row_step + c * window.column_step + first;
        for (int64_t i = 0; i < count; ++i) sums[i] += load<Signed>(x + i);
      }
    }
  });
}

void average(const int32_t* sums, uint8_t* y, bool is_signed, int64_t count, int multiplier, int rshift) {
  const RoundShift round(rshift);
  const int32_t low = is_signed ? -128 : 0, high = is_signed ? 127 : 255;
  for (int64_t i = 0; i < count; ++i) {
    const auto product = int32_t(uint32_t(sums[i]) * uint32_t(multiplier));  // wraps around at 32 bits
    y[i] = uint8_t(clamp(round(product), low, high));
  }
}

void quantize(const float* x, uint8_t* y, bool is_signed, int64_t count, float inverse_scale) {
  const float low = is_signed ? -128.0f : 0.0f, high = is_signed ? 127.0f : 255.0f;
  for (int64_t i = 0; i < count; ++i) {
    const float v = x[i] * inverse_scale;
    const float rounded = v + __builtin_copysignf(0.5f, v);  // truncated by the conversion below
    const float number = v == v ? rounded : 0.0f;
    y[i] = uint8_t(int32_t(clamp(number, low, high)));
  }
}

void dequantize(const uint8_t* x, bool is_signed, float* y, int64_t count, float scale) {
  with_signedness(is_signed, [&]<bool Signed>() {
    for (int64_t i = 0; i < count; ++i) y[i] = float(load<Signed>(x + i)) * scale;
  });
}

constexpr ByteLoops kLoops = {mul, scale, prelu, max, accumulate, average, quantize, dequantize};

}  // namespace
}  // namespace quern::cpu::int8
