// GridSample: opset 20 renames the modes.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_grid_sample(Rewriter& r) {
  Node node = r.node();
  const std::string mode = node.get_string("mode", "bilinear");
  if (mode == "linear") node.set("mode", "bilinear");
  if (mode == "cubic") node.set("mode", "bicubic");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "GridSample", adapt_grid_sample);

}  // namespace
}  // namespace quern::frontend::onnx
