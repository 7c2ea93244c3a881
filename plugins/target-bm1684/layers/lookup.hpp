// Functions of one byte by table (QLut). A look-up replaces a whole word by the entry for its lowest byte, so
// every batch of a word has a table of its own, whose entries stand where the batch's byte is.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class LookupLayer : public Layer {
 public:
  std::vector<uint32_t> tables;  // offsets in L2: of batch 0, 1, 2, 3 of a word; as many as there are batches
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] bool needs_aligned(size_t) const override { return true; }
  [[nodiscard]] int64_t workspace(const Region& out) const override {
    return tables.size() > 1 ? aligned_lane_bytes(out.dims(), Precision::I8, 0) : 0;
  }
};

}  // namespace quern::bm1684
