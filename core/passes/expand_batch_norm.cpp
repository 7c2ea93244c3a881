#include "passes/channel_affine.hpp"
#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

// One value per channel, in a shape that broadcasts against axis 1 of an input of `rank` axes.
Tensor channel_constant(const std::vector<double>& values, size_t rank) {
  Shape dims(rank - 1, 1);
  dims[0] = int64_t(values.size());
  return Tensor::from(std::vector<float>(values.begin(), values.end()), dims);
}

bool expand(Editor& edit, const Node& node) {
  if (!node.is("BatchNormalization")) return false;
  const std::optional<ChannelAffine> affine = channel_affine(edit, node);
  if (!affine) return false;
  const Shape shape = *edit.static_shape(node.outputs[0]);
  const std::string scale =
      edit.add_constant(node.outputs[0] + "_scale", channel_constant(affine->scale, shape.size()));
  const std::string shift =
      edit.add_constant(node.outputs[0] + "_shift", channel_constant(affine->shift, shape.size()));
  Node mul = successor(node, "Mul", {affine->x, scale});
  mul.outputs = {edit.new_name(node.outputs[0] + "_scaled")};
  mul.name = mul.outputs[0];
  edit.set_value(mul.outputs[0], DataType::Float, shape);
  Node add = successor(node, "Add", {mul.outputs[0], shift});
  edit.add(std::move(mul));
  edit.rewrite(node, std::move(add));
  return true;
}

}  // namespace

bool expand_batch_norm(Graph& graph) { return rewrite_nodes(graph, expand); }

}  // namespace quern::passes
