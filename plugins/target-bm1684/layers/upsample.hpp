// Nearest-neighbour enlargement by whole factors: every element is copied to factor_h x factor_w places.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class UpsampleLayer : public Layer {
 public:
  int factor_h = 1, factor_w = 1;
  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  void emit(Kernel& kernel, const Tile& tile) const override;
};

}  // namespace quern::bm1684
