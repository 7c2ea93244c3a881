// Small value types that the typed instructions are made of.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>

#include "machine.hpp"

namespace quern::bm1684 {

// Numbers are those of the opt_*_prec fields.
enum class Precision : uint8_t { I8 = 0, F16 = 1, F32 = 2, I16 = 3, I32 = 4 };

// Bytes per element.
constexpr int bytes_of(Precision p) {
  return p == Precision::I8 ? 1 : p == Precision::I16 || p == Precision::F16 ? 2 : 4;
}
constexpr bool is_float(Precision p) { return p == Precision::F32; }
const char* name_of(Precision p);  // "i8", "f32", ...

// The product of sizes that may be hostile: the largest int64_t where it does not fit.
constexpr int64_t saturating_product(std::initializer_list<int64_t> factors) {
  int64_t product = 1;
  for (const int64_t factor : factors)
    if (__builtin_mul_overflow(product, factor, &product)) return std::numeric_limits<int64_t>::max();
  return product;
}

// Sizes of a 4-dimensional tensor, in elements.
struct Dims {
  int n = 1, c = 1, h = 1, w = 1;
  [[nodiscard]] int64_t count() const { return saturating_product({n, c, h, w}); }
  bool operator==(const Dims&) const = default;
};

// Distances between neighbours of one dimension. In local memory c counts channel slots and n counts 32-bit
// words' worth of batches (see layout.hpp).
struct Strides {
  uint32_t n = 1, c = 1, h = 1, w = 1;
  bool operator==(const Strides&) const = default;
};

// A byte of local memory, without kLocalBase.
struct LocalAddress {
  int lane = 0;
  uint32_t offset = 0;  // bytes within the lane

  static constexpr LocalAddress from(uint64_t address) {
    const uint64_t local = address & (kLocalBytes - 1);  // the compute engine looks at 25 bits only
    return {int(local / kLaneBytes), uint32_t(local % kLaneBytes)};
  }
  [[nodiscard]] constexpr uint32_t bytes() const { return uint32_t(lane) * kLaneBytes + offset; }
  // As it stands in a command.
  [[nodiscard]] constexpr uint32_t encoded() const { return uint32_t(kLocalBase) + bytes(); }
  bool operator==(const LocalAddress&) const = default;
};

// How an operand's strides are found.
enum class Arrangement : uint8_t {
  Aligned = 0,   // from its sizes; channel slots start at multiples of 32 words
  Explicit = 3,  // from the command
};

// An operand of a compute command: a tensor in local memory, or one value for all elements.
struct Operand {
  bool constant = false;
  uint32_t value = 0;      // constant: fp32 bits, or an integer in the low bits
  LocalAddress address{};  // otherwise
  Precision precision = Precision::F32;
  bool is_signed = true;
  Arrangement arrangement = Arrangement::Aligned;
  Strides strides{};           // Explicit only
  bool repeats_batch = false;  // 8/16 bits: the first batch of each word serves all of them (opdX_neq1)
  bool operator==(const Operand&) const = default;
};

inline Operand in_local(LocalAddress address, Precision precision = Precision::F32, bool is_signed = true) {
  return {false, 0, address, precision, is_signed, Arrangement::Aligned, {}, false};
}
inline Operand in_local(LocalAddress address, Strides strides, Precision precision = Precision::F32,
                        bool is_signed = true) {
  return {false, 0, address, precision, is_signed, Arrangement::Explicit, strides, false};
}
inline Operand constant(uint32_t bits, Precision precision = Precision::F32, bool is_signed = true) {
  return {true, bits, {}, precision, is_signed, Arrangement::Aligned, {}, false};
}
Operand constant(float value);

// How a kernel slides over its input: convolutions and poolings.
struct Window {
  int kernel_h = 1, kernel_w = 1;
  int stride_y = 1, stride_x = 1;      // 1..15
  int dilation_y = 1, dilation_x = 1;  // 1..16
  int insert_y = 0, insert_x = 0;      // zeros between neighbouring inputs, 0..15: transposed convolution
  int pad_up = 0, pad_down = 0, pad_left = 0,
      pad_right = 0;  // around the input with its inserted zeros, 0..15
  bool operator==(const Window&) const = default;

  [[nodiscard]] int taps() const {  // saturating: sizes of 16 bits may be hostile
    return int(std::min<int64_t>(int64_t(kernel_h) * kernel_w, std::numeric_limits<int>::max()));
  }
  // Sizes that the pads, inserts and input size give the padded input, and the result.
  [[nodiscard]] int padded_h(int input_h) const {
    return (input_h - 1) * (insert_y + 1) + 1 + pad_up + pad_down;
  }
  [[nodiscard]] int padded_w(int input_w) const {
    return (input_w - 1) * (insert_x + 1) + 1 + pad_left + pad_right;
  }
  [[nodiscard]] int result_h(int input_h) const {
    return (padded_h(input_h) - dilation_y * (kernel_h - 1) - 1) / stride_y + 1;
  }
  [[nodiscard]] int result_w(int input_w) const {
    return (padded_w(input_w) - dilation_x * (kernel_w - 1) - 1) / stride_x + 1;
  }
};

// Order between the two queues: a command has an id (1, 2, 3 ... within its queue and group) and starts
// when the other queue has finished the command with id `wait` (0: at once).
struct Sync {
  uint16_t id = 1;
  uint16_t wait = 0;
  bool operator==(const Sync&) const = default;
};

}  // namespace quern::bm1684
