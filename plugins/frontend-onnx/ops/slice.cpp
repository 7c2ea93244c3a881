// Slice up to opset 9 has starts, ends and axes as attributes.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_slice(Rewriter& r) {
  const Node& node = r.node();
  if (r.opset() >= 10) return r.keep();
  std::vector<std::string> inputs = {r.input(0),
                                     r.ints("starts", node.require<std::vector<int64_t>>("starts")),
                                     r.ints("ends", node.require<std::vector<int64_t>>("ends"))};
  if (node.has("axes")) inputs.push_back(r.ints("axes", node.get_ints("axes")));
  r.finish("Slice", inputs);
}

QUERN_ONNX_ADAPTER("", "Slice", adapt_slice);

}  // namespace
}  // namespace quern::frontend::onnx
