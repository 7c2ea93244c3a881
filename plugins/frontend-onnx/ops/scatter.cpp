// Scatter (opset 9, 10) was renamed to ScatterElements.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_scatter(Rewriter& r) {
  Node node = r.node();
  node.op_type = "ScatterElements";
  r.keep(std::move(node));
}

// Reductions of ScatterElements and ScatterND: opset 18 adds "min" and "max".
void adapt_scatter_reduction(Rewriter& r) {
  const std::string reduction = r.node().get_string("reduction", "none");
  if (reduction == "min" || reduction == "max")
    throw Rewriter::unsupported("reduction \"" + reduction + "\"");
  r.keep();
}

QUERN_ONNX_ADAPTER("", "Scatter", adapt_scatter);
QUERN_ONNX_ADAPTER("", "ScatterElements", adapt_scatter_reduction);
QUERN_ONNX_ADAPTER("", "ScatterND", adapt_scatter_reduction);

}  // namespace
}  // namespace quern::frontend::onnx
