// Which instruction set the integer kernels use on this machine.
#pragma once

#include <string_view>
#include <vector>

namespace quern::cpu::int8 {

// From the one every machine has to the fastest. All give the same bits.
enum class Isa {
  Scalar,
  Avx2,        // 16-bit multiply-add of widened bytes
  AvxVnni,     // vpdpbusd on 256-bit registers
  Avx512Vnni,  // vpdpbusd on 512-bit registers
};

// "scalar", "avx2", "avxvnni", "avx512vnni": also the values of QUERN_CPU_ISA.
std::string_view name_of(Isa isa);

// Whether processor and operating system offer it.
bool is_available(Isa isa);

// Whether table look-ups can use AVX-512 VBMI on top of Isa::Avx512Vnni.
bool has_avx512_vbmi();

// All that are available, slowest first.
std::vector<Isa> available_isas();

// The fastest available one, or a slower one if the environment variable QUERN_CPU_ISA names it: no
// instruction set above the named one is used. Read at the first call. Throws Error for an unknown name.
Isa active_isa();

}  // namespace quern::cpu::int8
