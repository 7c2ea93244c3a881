// The inner kernel of saturating weighted sums, on 16-bit lanes; one per instruction set.
#pragma once

#include <cstdint>

#include "isa.hpp"

namespace quern::cpu::int8 {

// What a byte contributes: round(x·multiplier, rshift). The product fits 16 bits for multipliers within ±128.
struct AddTerm {
  const uint8_t* x;
  bool is_signed;
  int multiplier;
  int rshift;
};
inline constexpr int kMaxAddMultiplier = 128;

// y[i] = sat(sat16(… sat16(term 0) + term 1 …)) for `count` elements.
using AddKernel = void (*)(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count);

void add_scalar(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count);
#if defined(__x86_64__)
void add_avx2(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count);
void add_avx512vnni(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count);
#endif

inline AddKernel add_kernel(Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::Avx512Vnni) return add_avx512vnni;
  if (isa != Isa::Scalar) return add_avx2;
#endif
  (void)isa;
  return add_scalar;
}

}  // namespace quern::cpu::int8
