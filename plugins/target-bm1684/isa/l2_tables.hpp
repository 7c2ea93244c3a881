// The constants that the firmware keeps in L2 behind kL2TableOffset (isa.md section 8): plain mathematics,
// made anew.
#pragma once

#include <cstdint>
#include <vector>

#include "machine.hpp"

namespace quern::bm1684 {

// Offsets within L2, as lut and taylor commands name them. Entries are fp32 words.
inline constexpr uint32_t kTableIntegers = 0x30'0000;       // [256] float(int8(i)) for -103..88, else 0
inline constexpr uint32_t kTableExp = 0x30'0400;            // [256] exp(int8(i)) for -103..88, else 0
inline constexpr uint32_t kTableExponentLog = 0x30'0800;    // [256] (i - 127) * ln 2
inline constexpr uint32_t kTaylorExp = 0x30'0c00;           // 1/(k+1)!: taylor(x) = exp(x) - 1
inline constexpr uint32_t kTaylorLog = 0x30'0d00;           // (-1)^k/(k+1): taylor(x) = ln(1 + x)
inline constexpr uint32_t kTaylorArcsin = 0x30'0e00;        // coefficients of x, x^2, ... of arcsin
inline constexpr uint32_t kTableUnsignedBytes = 0x30'0f00;  // [256] float(i)
inline constexpr uint32_t kTableSignedBytes = 0x30'1300;    // [256] float(int8(i))
inline constexpr uint32_t kTaylorSin = 0x30'1700;           // coefficients of x, x^2, ... of sin
inline constexpr uint32_t kTableNaturals = 0x30'1800;       // 0, 1, 2, ...
inline constexpr int kTaylorTerms = 64;                     // terms stored of each series
inline constexpr int kNaturals = 256;

inline constexpr int kExpLowest = -103, kExpHighest = 88;  // arguments of kTableExp

// The bytes from kL2TableOffset on.
std::vector<uint8_t> l2_tables();

}  // namespace quern::bm1684
