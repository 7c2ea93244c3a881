// [reorg] and [reorg3d]: squares of stride x stride cells become channels, or with "reverse" the other way
// round.
//
// [reorg3d] is what the name says. [reorg] is the same loop over the wrong sizes, which networks were trained
// with since: it reads its input as if this were the larger image of that loop,
// [C / stride^2, H stride, W stride], and calls the result [C stride^2, H / stride, W / stride]. For
// "reverse" it is [reorg3d] that is off in the same way.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

struct Reorg {
  int64_t stride;
  bool reverse;
};

Reorg reorg_of(const Section& options) {
  return {options.integer("stride", 1, 1, kMostOfAnything), options.flag("reverse")};
}

Dims larger(const Dims& d, int64_t s) { return {d.channels / (s * s), d.height * s, d.width * s}; }

Dims smaller(const Dims& d, int64_t s) { return {d.channels * s * s, d.height / s, d.width / s}; }

void measure_reorg(Geometry& layer) {
  layer.refuse("flatten");
  layer.refuse("extra");
  const auto [stride, reverse] = reorg_of(layer.options());
  const Dims& in = layer.input();
  const Dims out = reverse ? larger(in, stride) : smaller(in, stride);
  const bool odd = layer.options().type() == "reorg";
  if (out.count() != in.count() || (odd && !reverse && in.channels % (stride * stride) != 0) ||
      (!odd && reverse && out.channels % (stride * stride) != 0))
    layer.fail("an image of " + in.text() + " cannot be reorganised with stride " + std::to_string(stride),
               "stride");
  layer.output(out);
}

// The loop of both sections: SpaceToDepth forwards, DepthToSpace backwards, between images that have the
// numbers of the input and of the output in the same order, but maybe other sizes.
void make_loop(Context& layer, const Dims& from, const Dims& to) {
  const auto [stride, reverse] = reorg_of(layer.options());
  const auto shape = [&](const Dims& d) { return Shape{layer.batch(), d.channels, d.height, d.width}; };
  const std::string input =
      from == layer.in() ? layer.input() : layer.reshaped("seen_as", layer.input(), shape(from));
  const std::string result = to == layer.out() ? layer.output() : layer.emit().tensor("moved");
  layer.emit().make(result, reverse ? "DepthToSpace" : "SpaceToDepth", {input}, {{"blocksize", stride}});
  if (to != layer.out()) layer.reshape(layer.output(), result, shape(layer.out()));
}

void translate_reorg(Context& layer) {
  const auto [stride, reverse] = reorg_of(layer.options());
  if (reverse)
    make_loop(layer, layer.in(), layer.out());
  else
    make_loop(layer, larger(layer.in(), stride), layer.in());
}

void translate_reorg3d(Context& layer) {
  const auto [stride, reverse] = reorg_of(layer.options());
  if (reverse)
    make_loop(layer, layer.out(), larger(layer.out(), stride));
  else
    make_loop(layer, layer.in(), layer.out());
}

QUERN_TRANSLATOR(Geometry, "reorg", measure_reorg);
QUERN_TRANSLATOR(Context, "reorg", translate_reorg);
QUERN_TRANSLATOR(Geometry, "reorg3d", measure_reorg);
QUERN_TRANSLATOR(Context, "reorg3d", translate_reorg3d);

}  // namespace
}  // namespace quern::frontend::darknet
