// quern.QGemm: y[r][m] = sat(round(Σ_k x[r][k]·w[m][k] + b[m], rshift)).
#pragma once

#include "conv.hpp"

namespace quern::cpu::int8 {

class PackedGemm {
 public:
  // `rows`: how many vectors of `depth` elements x has; `weights`: [width][depth]; `bias`: [width] or null.
  PackedGemm(int64_t rows, int64_t depth, int64_t width, bool signed_input, const int8_t* weights,
             const int16_t* bias, OutputStage output, Isa isa = active_isa());

  // What run() needs if parallel_for() uses up to `threads` threads.
  [[nodiscard]] size_t scratch_bytes(int threads) const { return conv_.scratch_bytes(threads); }

  // `x`: [rows, depth], `y`: [rows, width]. `scratch` is 64-byte aligned. Uses parallel_for().
  void run(const void* x, void* y, std::byte* scratch) const { conv_.run(x, y, scratch); }

 private:
  PackedConv conv_;
};

}  // namespace quern::cpu::int8
