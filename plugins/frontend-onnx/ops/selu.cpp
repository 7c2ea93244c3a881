// Selu of opset 1 has other default constants.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_selu(Rewriter& r) {
  if (r.opset() >= 6) return r.keep();
  r.finish(
      "Selu", {r.input(0)},
      {{"alpha", r.node().get_float("alpha", 1.6732f)}, {"gamma", r.node().get_float("gamma", 1.0507f)}});
}

QUERN_ONNX_ADAPTER("", "Selu", adapt_selu);

}  // namespace
}  // namespace quern::frontend::onnx
