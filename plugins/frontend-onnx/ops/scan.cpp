// Scan of opset 8 has a batch dimension and sequence lengths, which opset 9 gave up.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_scan(Rewriter& r) {
  if (r.opset() < 9)
    throw Rewriter::unsupported("Scan of opset 8", "Export the model with opset 9 or later.");
  r.keep();
}

QUERN_ONNX_ADAPTER("", "Scan", adapt_scan);

}  // namespace
}  // namespace quern::frontend::onnx
