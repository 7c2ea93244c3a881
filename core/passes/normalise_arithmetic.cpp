#include <algorithm>
#include <cmath>

#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool normalise(Editor& edit, const Node& node) {
  if (!(node.is("Sub") || node.is("Div")) || node.inputs.size() != 2) return false;
  const Tensor* c = edit.constant(node.inputs[1]);
  if (!c || c->type != DataType::Float) return false;
  Tensor opposite(DataType::Float, c->dims);
  const auto from = c->values<float>();
  float* to = opposite.mutable_data<float>();
  for (size_t i = 0; i < from.size(); ++i) to[i] = node.is("Sub") ? -from[i] : 1.0f / from[i];
  const auto is_normal = [](float f) { return std::isnormal(f); };
  if (node.is("Div") && !std::all_of(to, to + from.size(), is_normal)) return false;
  const std::string name = edit.update_constant(node, 1, std::move(opposite));
  edit.rewrite(node, successor(node, node.is("Sub") ? "Add" : "Mul", {node.inputs[0], name}));
  return true;
}

}  // namespace

bool normalise_arithmetic(Graph& graph) { return rewrite_nodes(graph, normalise); }

}  // namespace quern::passes
