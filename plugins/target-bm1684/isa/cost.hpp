// What a program costs under the cycle model.
#pragma once

#include <span>

#include "timeline.hpp"

namespace quern::bm1684 {

struct Cost {
  double nanoseconds = 0;                           // from the first command's start to the last one's end
  double bd_nanoseconds = 0, gdma_nanoseconds = 0;  // that each engine is busy
  int64_t macs_int8 = 0, macs_float = 0;
  DdrBytes ddr;

  void add(const BdInstruction& instruction, const CycleParameters& p = kCycleParameters);
  void add(const GdmaInstruction& instruction, const CycleParameters& p = kCycleParameters);

  // Cycles of the compute engine's clock.
  [[nodiscard]] int64_t cycles() const { return int64_t(nanoseconds * kBdMegahertz / 1000 + 0.5); }
  // Share of the peak multiply-accumulate rate, 0..1.
  [[nodiscard]] double mac_utilisation() const;
  // Share of the copy engine's bandwidth, 0..1.
  [[nodiscard]] double ddr_utilisation(const CycleParameters& p = kCycleParameters) const;
};

// Groups run one after another.
Cost cost_of(std::span<const BdStep> bd, std::span<const GdmaStep> gdma);
Cost operator+(const Cost& a, const Cost& b);

}  // namespace quern::bm1684
