#include <algorithm>
#include <optional>

#include <quern/ops/operator.hpp>

#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// Which input of a node with two inputs is a float32 constant.
std::optional<size_t> constant_input(const Editor& edit, const Node& node) {
  if (node.inputs.size() != 2) return std::nullopt;
  for (const size_t i : {size_t(1), size_t(0)})
    if (const Tensor* t = edit.constant(node.inputs[i]); t && t->type == DataType::Float) return i;
  return std::nullopt;
}

bool merge(Editor& edit, const Node& node) {
  if (!node.is("Add") && !node.is("Mul")) return false;
  const std::optional<size_t> second_at = constant_input(edit, node);
  if (!second_at) return false;
  const Node* first = inner(edit, node.inputs[1 - *second_at], node.op_type);
  const std::optional<size_t> first_at = first ? constant_input(edit, *first) : std::nullopt;
  if (!first_at) return false;
  const Tensor &a = *edit.constant(first->inputs[*first_at]), &b = *edit.constant(node.inputs[*second_at]);
  // [C,1] with [1,W] would grow to [C,W].
  const auto dims = ops::infer(node, {{a.type, a.dims, &a}, {b.type, b.dims, &b}}).at(0).shape;
  if (!dims || !is_static(*dims) || element_count(*dims) > std::max(a.count(), b.count())) return false;
  Tensor both = ops::compute(node, {&a, &b}).at(0);
  const std::string name = edit.update_constant(node, *second_at, std::move(both));
  edit.rewrite(node, successor(node, node.op_type, {first->inputs[1 - *first_at], name}));
  return true;
}

}  // namespace

bool merge_constants(Graph& graph) { return rewrite_nodes(graph, merge); }

}  // namespace quern::passes
