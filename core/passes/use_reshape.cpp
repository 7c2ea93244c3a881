#include <algorithm>

#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool use(Editor& edit, const Node& node) {
  const bool is_reshape = node.is("Reshape");
  if (!is_reshape && !node.is("Flatten") && !node.is("Squeeze") && !node.is("Unsqueeze")) return false;
  const Shape* out = edit.static_shape(node.outputs[0]);
  if (!out) return false;
  // A size of 0 means "as in the input" unless allowzero says otherwise.
  const bool has_zero = std::count(out->begin(), out->end(), 0) > 0;
  if (is_reshape && (node.get_int("allowzero", 0) != 0) == has_zero) {
    const Tensor* shape = edit.constant(node.inputs.at(1));
    if (shape && shape->to_int64() == *out) return false;
  }
  const std::string shape = edit.add_constant(node.outputs[0] + "_shape", Tensor::from(*out));
  Node reshape = successor(node, "Reshape", {node.inputs[0], shape});
  if (has_zero) reshape.set("allowzero", int64_t(1));
  edit.rewrite(node, std::move(reshape));
  return true;
}

}  // namespace

bool use_reshape(Graph& graph) { return rewrite_nodes(graph, use); }

}  // namespace quern::passes
