#include "lut.hpp"

#include "lut_kernels.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {
namespace {

void lookup_scalar(const uint8_t* x, uint8_t* y, int64_t count, const uint8_t* table) {
  for (int64_t i = 0; i < count; ++i) y[i] = table[x[i]];
}

}  // namespace

void lookup(const void* x, void* y, int64_t count, const void* table, Isa isa) {
  auto* kernel = lookup_scalar;
#if defined(__x86_64__)
  if (isa == Isa::Avx512Vnni && has_avx512_vbmi()) kernel = lookup_avx512vbmi;
#endif
  (void)isa;
  parallel_for(count, kThreadGrain, [&](int64_t begin, int64_t end) {
    kernel(static_cast<const uint8_t*>(x) + begin, static_cast<uint8_t*>(y) + begin, end - begin,
           static_cast<const uint8_t*>(table));
  });
}

}  // namespace quern::cpu::int8
