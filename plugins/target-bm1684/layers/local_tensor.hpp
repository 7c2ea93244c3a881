// A box of a tensor in local memory, in the aligned layout, starting on lane 0.
#pragma once

#include "isa/layout.hpp"
#include "program/chip_tensor.hpp"
#include "program/region.hpp"

namespace quern::bm1684 {

struct LocalTensor {
  uint32_t offset = 0;  // bytes within each lane
  Region region;        // of the tensor
  Element element = Element::F32;

  [[nodiscard]] Dims dims() const { return region.dims(); }
  [[nodiscard]] Strides strides() const { return aligned_strides(dims(), 0); }
  [[nodiscard]] Precision precision() const { return precision_of(element); }
  [[nodiscard]] int64_t lane_bytes() const { return aligned_lane_bytes(dims(), precision(), 0); }
  // All of it as an operand, with strides that follow from its sizes.
  [[nodiscard]] Operand operand() const { return in_local({0, offset}, precision(), element != Element::U8); }
  // A box within it, with explicit strides.
  [[nodiscard]] Operand operand(const Region& box) const;
  // The same bytes under another name: words of 8-bit tensors as one 32-bit number.
  [[nodiscard]] LocalTensor as_words() const;
};

}  // namespace quern::bm1684
