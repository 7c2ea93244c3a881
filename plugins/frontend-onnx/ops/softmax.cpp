// Softmax, LogSoftmax and Hardmax up to opset 12 see their input as a matrix: all dimensions from `axis`
// (default 1) on are one. Since opset 13 they work along the one dimension `axis` (default -1).
#include <algorithm>

#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_softmax(Rewriter& r) {
  Node node = r.node();
  if (r.opset() >= 13) return r.keep();
  const int64_t axis = node.get_int("axis", 1);
  if (const std::optional<Shape> dims = r.shape(r.input(0))) {
    const int64_t first = from_front(r, axis, dims->size());
    // One dimension is left where all behind it have size 1.
    if (std::all_of(dims->begin() + first + 1, dims->end(), [](int64_t d) { return d == 1; })) {
      node.set("axis", first);
      return r.keep(std::move(node));
    }
  }
  const std::string matrix = r.add("matrix", "Flatten", {r.input(0)}, {{"axis", axis}});
  const std::string result = r.add("rows", node.op_type, {matrix}, {{"axis", int64_t(-1)}});
  r.finish("Reshape", {result, r.add("shape", "Shape", {r.input(0)})});
}

QUERN_ONNX_ADAPTER("", "Softmax", adapt_softmax);
QUERN_ONNX_ADAPTER("", "LogSoftmax", adapt_softmax);
QUERN_ONNX_ADAPTER("", "Hardmax", adapt_softmax);

}  // namespace
}  // namespace quern::frontend::onnx
