// Kernels for every machine.
#include <cstdint>
#include <cstring>

namespace quern::bm1684 {
namespace {

constexpr int kFloatTile = 2, kIntegerTile = 4;
typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Integers __attribute__((vector_size(16)));

inline Integers dot(Integers sums, const int16_t* weights, int32_t pair) {
  const int32_t low = int16_t(pair), high = pair >> 16;
  Integers product;
  for (int i = 0; i < 4; ++i) product[i] = weights[2 * i] * low + weights[2 * i + 1] * high;
  return sums + product;
}

}  // namespace
}  // namespace quern::bm1684

#include "sums_body.hpp"

namespace quern::bm1684 {
extern const Kernels kScalarKernels;
const Kernels kScalarKernels = {"scalar", float_sums, integer_sums};
}  // namespace quern::bm1684
