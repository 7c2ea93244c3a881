// The kernels, written once with vectors of 32-bit lanes; a file for each instruction set includes this after
// it has defined, in an unnamed namespace:
//   kFloatTile, kIntegerTile   pixels whose sums are kept in registers
//   Floats, Integers   vector types
//   Integers dot(Integers sums, const int16_t* weights, int32_t pair)   sums[i] += weights[2i] * low +
//   weights[2i+1] * high
#pragma once

#include <cstring>

#include "kernels.hpp"

namespace quern::bm1684 {
namespace {

constexpr int kLanesPerVector = int(sizeof(Floats) / 4);

inline Floats load(const float* from) {
  Floats v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

// One step for all pixels of a tile; `chain` is the step's parity.
template <int Pixels>
inline void float_step(Floats (&sums)[Pixels][2][2], int chain, const float* const* at, int32_t offset,
                       const float* weights) {
  const Floats even = load(weights), odd = load(weights + kBlock);
  for (int p = 0; p < Pixels; ++p) {
    sums[p][0][chain] += even * at[p][offset];
    sums[p][1][chain] += odd * at[p][offset + 1];
  }
}

template <int Pixels>
void float_tile(const float* const* at, const int32_t* offsets, int steps, const float* weights,
                float* result) {
  for (int block = 0; block < kBlock; block += kLanesPerVector) {
    Floats sums[Pixels][2][2] = {};
    const float* w = weights + block;
    int s = 0;
    for (; s + 1 < steps; s += 2, w += 4 * kBlock) {
      float_step(sums, 0, at, offsets[s], w);
      float_step(sums, 1, at, offsets[s + 1], w + 2 * kBlock);
    }
    if (s < steps) float_step(sums, 0, at, offsets[s], w);
    for (int p = 0; p < Pixels; ++p) {
      const Floats total = (sums[p][0][0] + sums[p][0][1]) + (sums[p][1][0] + sums[p][1][1]);
      std::memcpy(result + p * kBlock + block, &total, sizeof total);
    }
  }
}

template <int Pixels>
void integer_tile(const int16_t* const* at, const int32_t* offsets, int steps, const int16_t* weights,
                  int32_t* result) {
  for (int block = 0; block < kBlock; block += kLanesPerVector) {
    Integers sums[Pixels] = {};
    const int16_t* w = weights + 2 * block;
    for (int s = 0; s < steps; ++s, w += 2 * kBlock)
      for (int p = 0; p < Pixels; ++p) {
        int32_t pair;
        std::memcpy(&pair, at[p] + offsets[s], sizeof pair);
        sums[p] = dot(sums[p], w, pair);
      }
    for (int p = 0; p < Pixels; ++p) std::memcpy(result + p * kBlock + block, &sums[p], sizeof sums[p]);
  }
}

void float_sums(const float* const* at, int pixels, const int32_t* offsets, int steps, const float* weights,
                float* sums) {
  int p = 0;
  for (; p + kFloatTile <= pixels; p += kFloatTile)
    float_tile<kFloatTile>(at + p, offsets, steps, weights, sums + p * kBlock);
  for (; p < pixels; ++p) float_tile<1>(at + p, offsets, steps, weights, sums + p * kBlock);
}

void integer_sums(const int16_t* const* at, int pixels, const int32_t* offsets, int steps,
                  const int16_t* weights, int32_t* sums) {
  int p = 0;
  for (; p + kIntegerTile <= pixels; p += kIntegerTile)
    integer_tile<kIntegerTile>(at + p, offsets, steps, weights, sums + p * kBlock);
  for (; p < pixels; ++p) integer_tile<1>(at + p, offsets, steps, weights, sums + p * kBlock);
}

}  // namespace
}  // namespace quern::bm1684
