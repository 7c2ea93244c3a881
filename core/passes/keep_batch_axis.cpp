// Reshape, Transpose, Reshape of one image that mixes its batch axis into others keeps that axis in front
// instead: [1, 6, h, w] -> [2, 3, h*w] -> [3, 2, h*w] -> [1, 6, h, w] goes through [1, 2, 3, h*w] and [1, 3,
// 2, h*w]. The network then works for any number of images, and targets need not move data between batches.
#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool has_batch(const Shape* shape) { return shape && !shape->empty() && (*shape)[0] == 1; }

bool keep(Editor& edit, const Node& last) {
  if (!last.is("Reshape")) return false;
  const Node* transpose = edit.producer(last.inputs[0], "Transpose");
  const Node* first = transpose ? edit.producer(transpose->inputs[0], "Reshape") : nullptr;
  if (!first || !edit.has_one_use(last.inputs[0]) || !edit.has_one_use(transpose->inputs[0])) return false;
  const Shape* middle = edit.static_shape(first->outputs[0]);
  if (!middle || middle->size() < 2 || has_batch(middle) || !transpose->has("perm") ||
      !has_batch(edit.static_shape(first->inputs[0])) || !has_batch(edit.static_shape(last.outputs[0])))
    return false;

  Shape shape{1}, perm{0}, moved{1};
  shape.insert(shape.end(), middle->begin(), middle->end());
  for (const int64_t axis : transpose->get_ints("perm")) {
    perm.push_back(axis + 1);
    moved.push_back((*middle)[size_t(axis)]);
  }
  const auto type = edit.graph().type(first->inputs[0]);
  const std::string apart = edit.new_name(first->outputs[0] + "/batch");
  Node split = successor(*first, "Reshape",
                         {first->inputs[0], edit.add_constant(apart + "_shape", Tensor::from(shape))});
  split.name = apart;
  split.outputs = {apart};
  edit.add(std::move(split));
  edit.set_value(apart, type, shape);
  const std::string turned = edit.new_name(transpose->outputs[0] + "/batch");
  Node turn = successor(*transpose, "Transpose", {apart});
  turn.name = turned;
  turn.outputs = {turned};
  turn.set("perm", perm);
  edit.add(std::move(turn));
  edit.set_value(turned, type, moved);
  Node reshape = last;
  reshape.inputs[0] = turned;
  edit.rewrite(last, std::move(reshape));
  return true;
}

}  // namespace

bool keep_batch_axis(Graph& graph) { return rewrite_nodes(graph, keep); }

}  // namespace quern::passes
