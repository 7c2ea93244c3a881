#include "layers/concat.hpp"

namespace quern::bm1684 {

Region ConcatLayer::needed(size_t i, const Region& out) const {
  return {out.n, {0, inputs[i].dims.c}, out.h, out.w};
}

// The compute engine copies within lanes. Where channels change their lane, the copy engine does it.
void ConcatLayer::emit(Kernel& kernel, const Tile& tile) const {
  const LocalTensor y = tile.output.as_words();
  int begin = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    LocalTensor x = tile.inputs[i].as_words();
    Region from = tile.needed[i];
    from.n = y.region.n;
    Region to = y.region;
    to.c = {begin, begin + inputs[i].dims.c};
    const Operand source = x.operand(from), target = y.operand(to);
    if (begin % kLanes == 0) {
      kernel.copy(from.dims(), target, source);
    } else {
      GdmaCopy copy;
      copy.direction = Direction::L2L;
      copy.source = Endpoint::local(source.address, from.dims(), source.strides);
      copy.target = Endpoint::local(target.address, from.dims(), target.strides);
      kernel.add(copy);
    }
    begin = to.c.end;
  }
}

}  // namespace quern::bm1684
