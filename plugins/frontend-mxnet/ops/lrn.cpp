// LRN over neighbouring channels: x / (knorm + alpha / nsize * sum of squares)^beta, as in ONNX.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_lrn(Context& layer) {
  const Attributes& a = layer.attributes();
  if (!a.has("nsize")) throw InputError("attribute \"nsize\" is missing");
  layer.make("LRN", {layer.input()},
             {{"alpha", float(a.number("alpha", 1e-4))},
              {"beta", float(a.number("beta", 0.75))},
              {"bias", float(a.number("knorm", 2))},
              {"size", a.integer("nsize", 0)}});
}

QUERN_MXNET_OPERATOR(translate_lrn, "LRN");

}  // namespace
}  // namespace quern::frontend::mxnet
