// Squeeze and Unsqueeze up to opset 12 have their axes as an attribute.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_squeeze(Rewriter& r) {
  Node node = r.node();
  if (r.opset() >= 13) return r.keep();
  node.inputs.resize(1);
  if (node.has("axes"))
    node.inputs.push_back(r.ints("axes", node.get_ints("axes")));
  else if (node.op_type == "Unsqueeze")
    throw r.wrong("attribute \"axes\" is missing");
  node.remove("axes");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Squeeze", adapt_squeeze);
QUERN_ONNX_ADAPTER("", "Unsqueeze", adapt_squeeze);

}  // namespace
}  // namespace quern::frontend::onnx
