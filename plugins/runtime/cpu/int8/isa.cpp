#include "isa.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

#include <quern/error.hpp>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace quern::cpu::int8 {
namespace {

struct Features {
  bool avx2 = false, avx_vnni = false, avx512_vnni = false, avx512_vbmi = false;
};

#if defined(__x86_64__)

struct Registers {
  uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Registers cpuid(uint32_t leaf, uint32_t subleaf) {
  Registers r;
  __get_cpuid_count(leaf, subleaf, &r.eax, &r.ebx, &r.ecx, &r.edx);  // zeros where there is no such leaf
  return r;
}

constexpr bool bit(uint32_t word, int index) { return ((word >> index) & 1u) != 0; }

// Which register states the operating system saves and restores: XCR0, read by XGETBV.
uint64_t enabled_states() {
  uint32_t low = 0, high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t(high) << 32) | low;
}

Features detect() {
  Features features;
  const Registers basic = cpuid(1, 0);
  if (!bit(basic.ecx, 27)) return features;     // OSXSAVE: without it XGETBV is an illegal instruction
  constexpr uint64_t kYmm = 0x06, kZmm = 0xE6;  // XMM and YMM; with opmask and both halves of ZMM
  const uint64_t states = enabled_states();
  const Registers extended = cpuid(7, 0), extended1 = extended.eax >= 1 ? cpuid(7, 1) : Registers{};
  const bool ymm = (states & kYmm) == kYmm, zmm = (states & kZmm) == kZmm;
  features.avx2 = ymm && bit(basic.ecx, 28) && bit(extended.ebx, 5);
  features.avx_vnni = features.avx2 && bit(extended1.eax, 4);
  const bool f = bit(extended.ebx, 16), dq = bit(extended.ebx, 17), bw = bit(extended.ebx, 30),
             vl = bit(extended.ebx, 31), vnni = bit(extended.ecx, 11);
  features.avx512_vnni = features.avx2 && zmm && f && dq && bw && vl && vnni;
  features.avx512_vbmi = features.avx512_vnni && bit(extended.ecx, 1);
  return features;
}

#else

Features detect() { return {}; }

#endif

const Features& machine() {
  static const Features features = detect();
  return features;
}

constexpr Isa kAll[] = {Isa::Scalar, Isa::Avx2, Isa::AvxVnni, Isa::Avx512Vnni};

Isa choose() {
  const char* const name = std::getenv("QUERN_CPU_ISA");
  Isa cap = Isa::Avx512Vnni;
  if (name != nullptr && *name != '\0') {
    bool known = false;
    for (const Isa isa : kAll) {
      if (name_of(isa) == name) {
        cap = isa;
        known = true;
      }
    }
    if (!known)
      throw Error(QUERN_ERROR_ARGUMENT, std::string("unknown instruction set '") + name + "'",
                  "environment variable QUERN_CPU_ISA",
                  "use scalar, avx2, avxvnni or avx512vnni, or unset it");
  }
  Isa best = Isa::Scalar;
  for (const Isa isa : kAll)
    if (isa <= cap && is_available(isa)) best = isa;
  return best;
}

}  // namespace

std::string_view name_of(Isa isa) {
  switch (isa) {
    case Isa::Scalar:
      return "scalar";
    case Isa::Avx2:
      return "avx2";
    case Isa::AvxVnni:
      return "avxvnni";
    case Isa::Avx512Vnni:
      return "avx512vnni";
  }
  return "unknown";
}

bool is_available(Isa isa) {
  const Features& features = machine();
  switch (isa) {
    case Isa::Scalar:
      return true;
    case Isa::Avx2:
      return features.avx2;
    case Isa::AvxVnni:
      return features.avx_vnni;
    case Isa::Avx512Vnni:
      return features.avx512_vnni;
  }
  return false;
}

bool has_avx512_vbmi() { return machine().avx512_vbmi; }

std::vector<Isa> available_isas() {
  std::vector<Isa> result;
  for (const Isa isa : kAll)
    if (is_available(isa)) result.push_back(isa);
  return result;
}

Isa active_isa() {
  static const Isa isa = choose();
  return isa;
}

}  // namespace quern::cpu::int8
