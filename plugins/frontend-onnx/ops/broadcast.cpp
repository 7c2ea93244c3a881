// Arithmetic and comparisons of opset 1 to 6: `broadcast` = 1 aligns B with A at `axis`, or at the end.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_broadcast(Rewriter& r) {
  Node node = r.node();
  if (r.opset() >= 7) return r.keep();
  const int64_t broadcast = node.get_int("broadcast", 0);
  const bool has_axis = node.has("axis");
  const int64_t axis = node.get_int("axis", -1);
  node.remove("broadcast");
  node.remove("axis");
  if (broadcast != 0 && has_axis && axis != -1) {
    const size_t rank = r.rank(r.input(0));
    const size_t rank_b = r.rank(r.input(1));
    const int64_t behind = int64_t(rank) - from_front(r, axis, rank) - int64_t(rank_b);
    if (behind < 0) throw r.wrong("input B does not fit into input A at axis " + std::to_string(axis));
    if (behind > 0)
      node.inputs[1] = r.add("aligned", "Unsqueeze",
                             {r.input(1), r.ints("axes", range(int64_t(rank_b), int64_t(rank_b) + behind))});
  }
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Add", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Sub", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Mul", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Div", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Pow", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "And", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Or", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Xor", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Equal", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Greater", adapt_broadcast);
QUERN_ONNX_ADAPTER("", "Less", adapt_broadcast);

}  // namespace
}  // namespace quern::frontend::onnx
