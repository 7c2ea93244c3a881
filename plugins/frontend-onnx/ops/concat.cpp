// Concat of opset 1 to 3 has 1 as default axis; later the axis must be given.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_concat(Rewriter& r) {
  Node node = r.node();
  if (r.opset() < 4 && !node.has("axis")) node.set("axis", int64_t(1));
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Concat", adapt_concat);

}  // namespace
}  // namespace quern::frontend::onnx
