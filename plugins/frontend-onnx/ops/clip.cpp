// Clip up to opset 10 has its bounds as attributes; some exporters write them so in later opsets too.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_clip(Rewriter& r) {
  const Node& node = r.node();
  if (r.opset() >= 11 && !node.has("min") && !node.has("max")) return r.keep();
  std::vector<std::string> inputs = {r.input(0)};
  if (node.has("min")) inputs.push_back(r.scalar("min", node.get_float("min", 0)));
  if (node.has("max")) {
    inputs.resize(2);
    inputs.push_back(r.scalar("max", node.get_float("max", 0)));
  }
  r.finish("Clip", inputs);
}

QUERN_ONNX_ADAPTER("", "Clip", adapt_clip);

}  // namespace
}  // namespace quern::frontend::onnx
