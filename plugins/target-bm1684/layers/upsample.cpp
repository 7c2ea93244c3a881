#include "layers/upsample.hpp"

namespace quern::bm1684 {

Region UpsampleLayer::needed(size_t, const Region& out) const {
  const auto part = [](const Range& r, int factor) {
    return Range{r.begin / factor, (r.end - 1) / factor + 1};
  };
  return {out.n, out.c, part(out.h, factor_h), part(out.w, factor_w)};
}

// One copy for each place within a block. The words of four batches move together.
void UpsampleLayer::emit(Kernel& kernel, const Tile& tile) const {
  const LocalTensor y = tile.output.as_words(), x = tile.inputs[0].as_words();
  const Strides ys = y.strides();
  for (int dy = 0; dy < factor_h; ++dy)
    for (int dx = 0; dx < factor_w; ++dx) {
      // The first row and column of the tile at this place of a block.
      const auto first = [](int begin, int factor, int place) {
        return begin + ((place - begin) % factor + factor) % factor;
      };
      const int h = first(y.region.h.begin, factor_h, dy), w = first(y.region.w.begin, factor_w, dx);
      if (h >= y.region.h.end || w >= y.region.w.end) continue;
      Dims dims = y.dims();
      dims.h = (y.region.h.end - h - 1) / factor_h + 1;
      dims.w = (y.region.w.end - w - 1) / factor_w + 1;
      Region from = x.region, to = y.region;
      from.h = {h / factor_h, h / factor_h + dims.h};
      from.w = {w / factor_w, w / factor_w + dims.w};
      to.h = {h, h + 1};
      to.w = {w, w + 1};
      Operand target = y.operand(to);
      target.strides = {ys.n, ys.c, ys.h * uint32_t(factor_h), ys.w * uint32_t(factor_w)};
      kernel.copy(dims, target, x.operand(from));
    }
}

}  // namespace quern::bm1684
