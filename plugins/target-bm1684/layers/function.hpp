// A float function of every element, as a sequence of instructions (layers/functions/).
#pragma once

#include <functional>

#include "layers/functions/elements.hpp"
#include "layers/layer.hpp"

namespace quern::bm1684 {

// Emits y = f(x); y and x differ.
using Function = std::function<void(Elements& e, const Operand& y, const Operand& x)>;

class FunctionLayer : public Layer {
 public:
  explicit FunctionLayer(Function function);
  void emit(Kernel& kernel, const Tile& tile) const override;
  [[nodiscard]] bool needs_aligned(size_t) const override { return true; }
  [[nodiscard]] int64_t workspace(const Region& out) const override;

 private:
  Function function_;
  int temporaries_;
};

// Intermediate values that the function needs at one time.
int temporaries_of(const Function& function);

}  // namespace quern::bm1684
