// TopK of opset 1 has k as an attribute.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_top_k(Rewriter& r) {
  Node node = r.node();
  if (r.opset() >= 10) return r.keep();
  const auto k = node.require<int64_t>("k");
  node.remove("k");
  node.inputs.resize(1);
  node.inputs.push_back(r.ints("k", {k}));
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "TopK", adapt_top_k);

}  // namespace
}  // namespace quern::frontend::onnx
