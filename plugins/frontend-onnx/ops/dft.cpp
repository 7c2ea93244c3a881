// DFT: opset 20 has the axis as an input with default -2, opset 17 as an attribute with default 1.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_dft(Rewriter& r) {
  Node node = r.node();
  if (r.opset() < 20) return r.keep();
  int64_t axis = -2;
  if (node.has_input(2)) {
    const std::vector<int64_t> values = r.constant_ints(2, "the axis");
    if (values.size() != 1) throw r.wrong("the axis must be one number");
    axis = values[0];
  }
  if (axis < 0) axis = from_front(r, axis, r.rank(r.input(0)));
  if (node.inputs.size() > 2) node.inputs.resize(2);
  node.set("axis", axis);
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "DFT", adapt_dft);

}  // namespace
}  // namespace quern::frontend::onnx
