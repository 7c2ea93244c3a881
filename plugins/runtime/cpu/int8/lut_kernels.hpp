// The inner kernels of table look-ups.
#pragma once

#include <cstdint>

namespace quern::cpu::int8 {

#if defined(__x86_64__)
// Needs AVX-512 VBMI: see has_avx512_vbmi().
void lookup_avx512vbmi(const uint8_t* x, uint8_t* y, int64_t count, const uint8_t* table);
#endif

}  // namespace quern::cpu::int8
