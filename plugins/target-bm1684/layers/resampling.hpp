// Rows or columns as weighted sums of an input's rows or columns: resizing of any kind along one axis.
#pragma once

#include "layers/layer.hpp"

namespace quern::bm1684 {

class ResamplingLayer : public Layer {
 public:
  struct Source {
    int index = 0;
    float weight = 1;
    bool operator==(const Source&) const = default;
  };
  bool is_rows = true;                       // h is resized; otherwise w
  std::vector<std::vector<Source>> sources;  // of each output row or column: at least one

  [[nodiscard]] Region needed(size_t i, const Region& out) const override;
  void emit(Kernel& kernel, const Tile& tile) const override;
};

}  // namespace quern::bm1684
