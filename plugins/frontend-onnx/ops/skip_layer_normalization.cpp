// com.microsoft SkipLayerNormalization: LayerNormalization of input + skip (+ bias) along the last axis.
// Outputs: the result, mean and inverse deviation (training only), and the sum.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_skip_layer_normalization(Rewriter& r) {
  const Node& node = r.node();
  if (node.has_output(1) || node.has_output(2)) throw Rewriter::unsupported("mean and deviation as outputs");
  std::string sum = r.add("sum", "Add", {r.input(0), r.input(1)});
  if (node.has_input(4)) sum = r.add("biased", "Add", {sum, r.input(4)});
  std::vector<std::string> inputs = {sum, r.input(2)};
  if (node.has_input(3)) inputs.push_back(r.input(3));
  r.finish("LayerNormalization", inputs,
           {{"axis", int64_t(-1)}, {"epsilon", node.get_float("epsilon", 1e-12f)}});
  r.finish_output(3, "Identity", {sum});
}

QUERN_ONNX_ADAPTER("com.microsoft", "SkipLayerNormalization", adapt_skip_layer_normalization);

}  // namespace
}  // namespace quern::frontend::onnx
