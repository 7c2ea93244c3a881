// [normalization]: local response normalization over "size" channels. (At the first channels Darknet sums
// over fewer of them than the definition says; this is the definition, as other engines have it.) [l2norm]:
// every position divided by the length of its vector of channels.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

void measure_normalization(Geometry& layer) {
  if (layer.options().number("size", 5) < 1) layer.fail("\"size\" must be at least 1", "size");
  layer.output(layer.input());
}

void translate_normalization(Context& layer) {
  const Section& options = layer.options();
  const int64_t size = options.integer("size", 5, 1, kMostOfAnything);
  // ONNX divides alpha by the size, Darknet does not.
  layer.emit().make(layer.output(), "LRN", {layer.input()},
                    {{"size", size},
                     {"alpha", float(options.number("alpha", 1e-4) * double(size))},
                     {"beta", float(options.number("beta", 0.75))},
                     {"bias", float(options.number("kappa", 1))}});
}

void measure_l2norm(Geometry& layer) { layer.output(layer.input()); }

void translate_l2norm(Context& layer) {
  layer.emit().make(layer.output(), "LpNormalization", {layer.input()},
                    {{"axis", int64_t(1)}, {"p", int64_t(2)}});
}

QUERN_TRANSLATOR(Geometry, "normalization", measure_normalization);
QUERN_TRANSLATOR(Context, "normalization", translate_normalization);
QUERN_TRANSLATOR(Geometry, "l2norm", measure_l2norm);
QUERN_TRANSLATOR(Context, "l2norm", translate_l2norm);

}  // namespace
}  // namespace quern::frontend::darknet
