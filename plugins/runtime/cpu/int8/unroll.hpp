// Loops that are unrolled at compile time. Everything here has internal linkage: files compiled for different
// instruction sets include it.
#pragma once

#include <type_traits>
#include <utility>

#define QUERN_ALWAYS_INLINE __attribute__((always_inline))

namespace quern::cpu::int8 {
namespace {

template <class F, int... I>
QUERN_ALWAYS_INLINE constexpr void unroll(F&& f, std::integer_sequence<int, I...>) {
  (f(std::integral_constant<int, I>{}), ...);
}

// Calls f(0), f(1), … f(N - 1), each with a compile-time constant (its `value`).
template <int N, class F>
QUERN_ALWAYS_INLINE constexpr void unroll(F&& f) {
  unroll(f, std::make_integer_sequence<int, N>{});
}

}  // namespace
}  // namespace quern::cpu::int8
