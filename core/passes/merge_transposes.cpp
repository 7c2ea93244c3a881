#include <algorithm>

#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// The permutation of a Transpose of `rank` axes (default: reversed). Throws InputError where it is none.
Shape permutation(const Node& node, size_t rank) {
  Shape reversed(rank);
  for (size_t i = 0; i < rank; ++i) reversed[i] = int64_t(rank - 1 - i);
  const Shape perm = node.get_ints("perm", reversed);
  if (perm.size() != rank || !std::is_permutation(perm.begin(), perm.end(), reversed.begin()))
    throw InputError("perm is not a permutation of " + std::to_string(rank) + " axes", node.label());
  return perm;
}

// Whether the axes of more than one element stay in order, so that no element moves in memory.
bool moves_nothing(const Shape& perm, const Shape& in) {
  int64_t last = -1;
  for (const int64_t axis : perm) {
    if (in[size_t(axis)] == 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

bool merge(Editor& edit, const Node& node) {
  if (!node.is("Transpose")) return false;
  const Shape *in = edit.static_shape(node.inputs[0]), *out = edit.static_shape(node.outputs[0]);
  if (!in || !out) return false;
  const Shape perm = permutation(node, in->size());
  if (const Node* first = edit.producer(node.inputs[0], "Transpose")) {
    const Shape first_perm = permutation(*first, in->size());
    Shape both;
    for (const int64_t axis : perm) both.push_back(first_perm[size_t(axis)]);
    Node merged = successor(node, "Transpose", {first->inputs[0]});
    merged.set("perm", both);
    edit.rewrite(node, std::move(merged));
    return true;
  }
  if (!moves_nothing(perm, *in)) return false;
  const std::string shape = edit.add_constant(node.outputs[0] + "_shape", Tensor::from(*out));
  Node reshape = successor(node, "Reshape", {node.inputs[0], shape});
  if (std::count(out->begin(), out->end(), 0) > 0) reshape.set("allowzero", int64_t(1));
  edit.rewrite(node, std::move(reshape));
  return true;
}

}  // namespace

bool merge_transposes(Graph& graph) { return rewrite_nodes(graph, merge); }

}  // namespace quern::passes
