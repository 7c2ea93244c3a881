#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// The negative side: slope * min(x, 0), with slope = scale * constant ("" for 1).
struct NegativeSide {
  double scale;
  std::string constant;
};

// min(x, 0) * factor, spelled (x - |x|) with factor 2 or Relu(-x) with factor -1; 0 for neither.
double negative_part(const Editor& edit, const std::string& tensor, const std::string& x) {
  if (const Node* sub = inner(edit, tensor, "Sub")) {
    const Node* abs = inner(edit, sub->inputs[1], "Abs");
    return abs && sub->inputs[0] == x && abs->inputs[0] == x ? 2 : 0;
  }
  if (const Node* relu = inner(edit, tensor, "Relu")) {
    const Affine argument = affine(edit, relu->inputs[0]);
    return argument.base == x && argument.scale == -1 && argument.shift == 0 ? -1 : 0;
  }
  return 0;
}

std::optional<NegativeSide> negative_side(const Editor& edit, const std::string& tensor,
                                          const std::string& x) {
  Product p{1, {tensor}};
  const Node* node = edit.has_one_use(tensor) ? edit.producer(tensor) : nullptr;
  if (node && (node->is("Mul") || node->is("Neg") || node->is("Div"))) p = product(edit, *node);
  NegativeSide side{p.scale, ""};
  double part = 0;
  for (const std::string& factor : p.factors) {
    if (edit.constant(factor) && side.constant.empty())
      side.constant = factor;
    else if (part == 0 && (part = negative_part(edit, factor, x)) != 0)
      side.scale *= part;
    else
      return std::nullopt;
  }
  if (part == 0) return std::nullopt;
  return side;
}

void rewrite_prelu(Editor& edit, const Node& node, const std::string& x, const NegativeSide& side) {
  if (side.constant.empty()) {
    Node leaky = successor(node, "LeakyRelu", {x});
    leaky.set("alpha", float(side.scale));
    return edit.rewrite(node, std::move(leaky));
  }
  const Tensor& constant = *edit.constant(side.constant);
  Tensor slope(DataType::Float, constant.dims);
  for (size_t i = 0; i < size_t(constant.count()); ++i)
    slope.mutable_data<float>()[i] = float(side.scale * double(constant.values<float>()[i]));
  const std::string name =
      side.scale == 1 ? side.constant : edit.add_constant(side.constant + "_slope", std::move(slope));
  edit.rewrite(node, successor(node, "PRelu", {x, name}));
}

bool recognise(Editor& edit, const Node& node) {
  if ((!node.is("Add") && !node.is("Sub")) || node.inputs.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    if (node.is("Sub") && i == 1) continue;
    const Node* relu = inner(edit, node.inputs[i], "Relu");
    if (!relu || !is_same_float(edit, relu->inputs[0], node.outputs[0])) continue;
    const std::string x = relu->inputs[0];
    std::optional<NegativeSide> side = negative_side(edit, node.inputs[1 - i], x);
    if (!side) continue;
    if (!side->constant.empty() && edit.constant(side->constant)->type != DataType::Float) continue;
    if (node.is("Sub")) side->scale = -side->scale;
    rewrite_prelu(edit, node, x, *side);
    return true;
  }
  return false;
}

}  // namespace

bool recognise_prelu(Graph& graph) { return rewrite_nodes(graph, recognise); }

}  // namespace quern::passes
