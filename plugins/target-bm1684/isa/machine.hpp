// The BM1684 as a program sees it: lanes, memories, addresses, clocks (isa.md section 3).
#pragma once

#include <cstdint>

namespace quern::bm1684 {

// ---- Lanes and local memory -------------------------------------------------------------------------
inline constexpr int kLanes = 64;                   // channels are spread over them
inline constexpr uint32_t kLaneBytes = 512 * 1024;  // local memory of one lane
inline constexpr int kBanks = 8;                    // per lane
inline constexpr uint32_t kBankBytes = kLaneBytes / kBanks;
inline constexpr uint32_t kRowBytes = 128;  // what aligned tensors are aligned to
inline constexpr uint32_t kRowWords = kRowBytes / 4;

// ---- Address map ------------------------------------------------------------------------------------
// Byte `offset` of lane `l` is at kLocalBase + l * kLaneBytes + offset.
inline constexpr uint64_t kLocalBase = 0x0800'0000;
inline constexpr uint64_t kLocalBytes = uint64_t(kLanes) * kLaneBytes;
inline constexpr uint64_t kL2Base = 0x1000'0000;
inline constexpr uint64_t kL2Bytes = 4 * 1024 * 1024;
inline constexpr uint64_t kL2ProgramOffset = 0xA'2000;  // where compilers keep tables of their own
inline constexpr uint64_t kL2TableOffset = 0x30'0000;  // the firmware's constants: never write there
inline constexpr uint64_t kDdrBase = 0x1'0000'0000;
inline constexpr uint64_t kArenaBase = 0x1'0510'0000;  // coefficients first, then activations
inline constexpr uint64_t kArenaAlignment = 4096;  // of the coefficients and of the activations behind them

constexpr bool is_local(uint64_t address) {
  return address >= kLocalBase && address < kLocalBase + kLocalBytes;
}
constexpr bool is_l2(uint64_t address) { return address >= kL2Base && address < kL2Base + kL2Bytes; }
constexpr bool is_ddr(uint64_t address) { return address >= kDdrBase; }

// ---- Clocks -----------------------------------------------------------------------------------------
inline constexpr double kBdMegahertz = 550;
inline constexpr double kGdmaMegahertz = 575;

// ---- Limits -----------------------------------------------------------------------------------------
// Those that follow from field widths are checked where a value is encoded; these are for planning.
inline constexpr int kMaxSize = 65535;        // n, h, w
inline constexpr int kMaxChannels = 4095;     // c of compute commands
inline constexpr int kMaxPad = 15;            // pads, strides; dilations one more
inline constexpr int kMaxPaddedFloat = 2047;  // padded h and w of an fp32 convolution
inline constexpr int kMaxInt8PoolArea = 225;  // average pooling knows multipliers up to this kernel area
inline constexpr int kMaxCommandsPerGroup = 65535;  // ids have 16 bits and restart with each group

}  // namespace quern::bm1684
