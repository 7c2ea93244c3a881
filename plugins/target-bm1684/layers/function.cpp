#include "layers/function.hpp"

namespace quern::bm1684 {

int temporaries_of(const Function& function) {
  Recorder recorder(true);
  Kernel kernel(recorder);
  Elements elements(kernel, {}, 0);
  function(elements, in_local({}), in_local({}));
  return elements.most_temporaries();
}

FunctionLayer::FunctionLayer(Function function)
    : function_(std::move(function)), temporaries_(temporaries_of(function_)) {}

void FunctionLayer::emit(Kernel& kernel, const Tile& tile) const {
  Elements elements(kernel, tile.output.dims(), tile.workspace);
  function_(elements, tile.output.operand(), tile.input(0));
}

int64_t FunctionLayer::workspace(const Region& out) const {
  return temporaries_ * aligned_lane_bytes(out.dims(), Precision::F32, 0);
}

}  // namespace quern::bm1684
