// Gemm of opset 1 to 6 said with `broadcast` what is now understood.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_gemm(Rewriter& r) {
  Node node = r.node();
  node.remove("broadcast");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Gemm", adapt_gemm);

}  // namespace
}  // namespace quern::frontend::onnx
