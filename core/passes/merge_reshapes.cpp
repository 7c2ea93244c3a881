#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool merge(Editor& edit, const Node& node) {
  if (!node.is("Reshape") || !edit.constant(node.inputs.at(1)) || !edit.static_shape(node.outputs[0]))
    return false;
  const Node* first = edit.producer(node.inputs[0], "Reshape");
  if (!first) return false;
  const Tensor& shape = *edit.constant(node.inputs[1]);
  // Sizes of 0 would be taken from another input than before.
  if (shape.to_int64() != *edit.static_shape(node.outputs[0])) return false;
  Node merged = node;
  merged.inputs[0] = first->inputs[0];
  edit.rewrite(node, std::move(merged));
  return true;
}

}  // namespace

bool merge_reshapes(Graph& graph) { return rewrite_nodes(graph, merge); }

}  // namespace quern::passes
