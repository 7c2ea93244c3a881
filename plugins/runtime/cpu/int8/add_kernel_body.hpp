// The loop structure of the add kernels. `V` describes 16-bit lanes:
//   Register, kLanes
//   zero(), widen(p, is_signed)           lanes from bytes
//   accumulate(acc, x, multiplier, rshift)  acc = sat16(acc + round(x·multiplier, rshift))
//   narrow(p, acc, relu)                   saturates to bytes
#pragma once

#include "add_kernels.hpp"
#include "unroll.hpp"

namespace quern::cpu::int8 {
namespace {

// Terms: how many there are if that is known when compiling, or 0. Elements are read at `position`.
template <class V, int Terms>
QUERN_ALWAYS_INLINE inline typename V::Register add_lanes(const AddTerm* terms, int64_t term_count,
                                                          int64_t position) {
  typename V::Register acc = V::zero();
  const auto add_term = [&](const AddTerm& term) QUERN_ALWAYS_INLINE {
    acc = V::accumulate(acc, V::widen(term.x + position, term.is_signed), term.multiplier, term.rshift);
  };
  if constexpr (Terms > 0) {
    unroll<Terms>([&](auto i) QUERN_ALWAYS_INLINE { add_term(terms[i.value]); });
  } else {
    for (int64_t i = 0; i < term_count; ++i) add_term(terms[i]);
  }
  return acc;
}

template <class V, int Terms>
void add_whole(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count) {
  for (int64_t i = 0; i < count; i += V::kLanes)
    V::narrow(y + i, add_lanes<V, Terms>(terms, term_count, i), relu);
}

// The elements from `position` on, fewer than a register, through memory of one register.
template <class V>
void add_rest(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t position,
              int64_t count) {
  uint8_t bytes[V::kLanes];
  typename V::Register acc = V::zero();
  for (int64_t t = 0; t < term_count; ++t) {
    for (int64_t i = 0; i < V::kLanes; ++i)
      bytes[i] = position + i < count ? terms[t].x[position + i] : uint8_t(0);
    acc = V::accumulate(acc, V::widen(bytes, terms[t].is_signed), terms[t].multiplier, terms[t].rshift);
  }
  V::narrow(bytes, acc, relu);
  for (int64_t i = position; i < count; ++i) y[i] = bytes[i - position];
}

template <class V>
void add(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count) {
  const int64_t whole = count / V::kLanes * V::kLanes;
  if (term_count == 1) {
    add_whole<V, 1>(terms, term_count, y, relu, whole);
  } else if (term_count == 2) {
    const AddTerm pair[2] = {terms[0], terms[1]};  // copies stay in registers
    add_whole<V, 2>(pair, term_count, y, relu, whole);
  } else {
    add_whole<V, 0>(terms, term_count, y, relu, whole);
  }
  if (whole < count) add_rest<V>(terms, term_count, y, relu, whole, count);
}

}  // namespace
}  // namespace quern::cpu::int8
