// Split: sizes as attribute up to opset 12 (opset 1 also as input); opset 18 adds `num_outputs`, where the
// last part may be smaller than the others.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_split(Rewriter& r) {
  Node node = r.node();
  if (r.opset() < 13) {
    const bool has_input = r.opset() < 2 && node.has_input(1);
    if (!has_input) node.inputs.resize(1);
    if (!has_input && node.has("split")) node.inputs.push_back(r.ints("split", node.get_ints("split")));
    node.remove("split");
  }
  if (node.has("num_outputs") && !node.has_input(1)) {
    const auto parts = node.require<int64_t>("num_outputs");
    if (parts != int64_t(node.outputs.size()))
      throw r.wrong("num_outputs differs from the number of outputs");
    const std::optional<Shape> dims = r.shape(r.input(0));
    if (!dims) throw Rewriter::unsupported("the shape of tensor \"" + r.input(0) + "\" is not known");
    const int64_t size = (*dims)[size_t(from_front(r, node.get_int("axis", 0), dims->size()))];
    if (size < 0) throw Rewriter::unsupported("the size of the split dimension is not known");
    const int64_t part = (size + parts - 1) / parts;
    std::vector<int64_t> sizes(size_t(parts), part);
    sizes.back() = size - part * (parts - 1);
    if (sizes.back() < 0)
      throw r.wrong("a dimension of " + std::to_string(size) + " cannot be split into " +
                    std::to_string(parts));
    node.inputs.resize(1);
    node.inputs.push_back(r.ints("split", sizes));
  }
  node.remove("num_outputs");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "Split", adapt_split);

}  // namespace
}  // namespace quern::frontend::onnx
