#include "layers/lookup.hpp"

namespace quern::bm1684 {

void LookupLayer::emit(Kernel& kernel, const Tile& tile) const {
  const LocalTensor y = tile.output.as_words(), x = tile.inputs[0].as_words();
  const Dims dims = y.dims();
  LocalTensor shifted = y;
  shifted.offset = tile.workspace;
  for (size_t k = 0; k < tables.size(); ++k) {
    TableLookup look_up;
    look_up.dims = dims;
    look_up.x = x.operand();
    look_up.y = y.operand();
    look_up.table = tables[k];
    if (k > 0) {
      kernel.arithmetic(Arithmetic::Kind::Shift, dims, shifted.operand(), x.operand(),
                        constant(uint32_t(-8 * int(k)), Precision::I32));
      look_up.x = look_up.y = shifted.operand();
    }
    look_up.x.precision = look_up.y.precision =
        Precision::F32;  // as verified; the words are moved as they are
    kernel.add(look_up);
    if (k > 0) kernel.arithmetic(Arithmetic::Kind::Or, dims, y.operand(), y.operand(), shifted.operand());
  }
}

}  // namespace quern::bm1684
