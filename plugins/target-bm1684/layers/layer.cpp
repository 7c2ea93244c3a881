#include "layers/layer.hpp"

namespace quern::bm1684 {

Region Layer::needed(size_t i, const Region& out) const {
  const Dims& d = inputs[i].dims;
  const auto part = [](int size, const Range& r) { return size == 1 ? Range{0, 1} : r; };
  return {part(d.n, out.n), part(d.c, out.c), part(d.h, out.h), part(d.w, out.w)};
}

}  // namespace quern::bm1684
