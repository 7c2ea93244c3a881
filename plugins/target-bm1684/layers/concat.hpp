// Tensors one behind the other along the channels, in local memory.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class ConcatLayer : public Layer {
 public:
  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  [[nodiscard]] Cuts cuts() const override { return {true, false, true}; }
  void emit(Kernel& kernel, const Tile& tile) const override;
};

}  // namespace quern::bm1684
