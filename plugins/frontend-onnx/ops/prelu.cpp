// PRelu of opset 1 to 6: a slope of shape [C] belongs to axis 1; since opset 7 slopes broadcast from the end.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_prelu(Rewriter& r) {
  if (r.opset() >= 7) return r.keep();
  const std::optional<Shape> slope = r.shape(r.input(1));
  if (slope && slope->size() == 1 && slope->front() != 1)
    return r.finish("PRelu", {r.input(0), along_channels(r, "slope", r.input(1), r.rank(r.input(0)))});
  r.keep();
}

QUERN_ONNX_ADAPTER("", "PRelu", adapt_prelu);

}  // namespace
}  // namespace quern::frontend::onnx
