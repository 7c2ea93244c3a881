// Reshape up to opset 4 has the shape as an attribute.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_reshape(Rewriter& r) {
  if (r.opset() >= 5) return r.keep();
  r.finish("Reshape", {r.input(0), r.ints("shape", r.node().require<std::vector<int64_t>>("shape"))});
}

QUERN_ONNX_ADAPTER("", "Reshape", adapt_reshape);

}  // namespace
}  // namespace quern::frontend::onnx
