// How convolutions divide their work among threads.
#pragma once

#include <algorithm>
#include <cstdint>

#include "../parallel.hpp"

namespace quern::cpu::int8 {

// Products that are worth a thread: with the fastest kernels, a few times what it takes to wake one.
inline constexpr int64_t kProductsPerThread = int64_t(1) << 20;
// A product of a depthwise convolution takes about as long as so many of others.
inline constexpr int64_t kDepthwiseCost = 4;

// Into how many parts to divide so many products, for parallel_for().
inline int64_t conv_parts(int64_t products) {
  return std::clamp<int64_t>(products / kProductsPerThread, 1, thread_count());
}

// Where share `part` begins when `total` is dealt to `parts`.
constexpr int64_t share(int64_t total, int64_t part, int64_t parts) { return total * part / parts; }

}  // namespace quern::cpu::int8
