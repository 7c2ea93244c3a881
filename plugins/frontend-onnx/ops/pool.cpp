// Pooling: opset 19 adds `dilations` to AveragePool, opset 18 `dilations` and `ceil_mode` to LpPool; in opset
// 1 the p of LpPool and GlobalLpPool is a float.
#include <algorithm>

#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void drop_dilations(Node& node) {
  const std::vector<int64_t> dilations = node.get_ints("dilations");
  if (std::any_of(dilations.begin(), dilations.end(), [](int64_t d) { return d != 1; }))
    throw Rewriter::unsupported("pooling with dilations",
                                "Export the model without dilations in this layer.");
  node.remove("dilations");
}

void adapt_average_pool(Rewriter& r) {
  Node node = r.node();
  drop_dilations(node);
  r.keep(std::move(node));
}

void adapt_lp_pool(Rewriter& r) {
  Node node = r.node();
  drop_dilations(node);
  if (node.has("ceil_mode")) {
    if (node.get_int("ceil_mode", 0) != 0) throw Rewriter::unsupported("ceil_mode");
    node.remove("ceil_mode");
  }
  if (const Attribute* p = node.find("p"))
    if (const float* value = std::get_if<float>(&p->value)) {
      if (*value != 1.0f && *value != 2.0f) throw Rewriter::unsupported("an exponent other than 1 and 2");
      node.set("p", int64_t(*value));
    }
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "AveragePool", adapt_average_pool);
QUERN_ONNX_ADAPTER("", "LpPool", adapt_lp_pool);
QUERN_ONNX_ADAPTER("", "GlobalLpPool", adapt_lp_pool);

}  // namespace
}  // namespace quern::frontend::onnx
