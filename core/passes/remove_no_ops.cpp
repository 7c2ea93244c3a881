#include <algorithm>
#include <numeric>

#include "passes/editor.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool keeps_shape(const Editor& edit, const Node& node) {
  const Shape *in = edit.static_shape(node.inputs[0]), *out = edit.static_shape(node.outputs[0]);
  return in && out && *in == *out;
}

// Whether input `i` is left out or a constant whose elements all equal `value`.
bool is_all(const Editor& edit, const Node& node, size_t i, double value) {
  if (!node.has_input(i)) return true;
  const Tensor* t = edit.constant(node.inputs[i]);
  if (!t || t->type == DataType::String) return false;
  bool result = true;
  with_type(t->type, [&]<class T>() {
    for (const T& element : t->values<T>()) result = result && double(float(element)) == value;
  });
  return result;
}

bool is_unread(const Editor& edit, const Node& node, size_t output) {
  if (!node.has_output(output)) return true;
  return edit.consumers(node.outputs[output]).empty() && !edit.is_pinned(node.outputs[output]);
}

bool keeps_order(const Node& node, size_t rank) {
  Shape in_order(rank);
  std::iota(in_order.begin(), in_order.end(), 0);
  return node.get_ints("perm") == in_order;
}

// An operation with a constant that changes nothing: x + 0, x * 1.
bool is_neutral(const Editor& edit, const Node& node) {
  if (node.inputs.size() != 2 || edit.graph().type(node.inputs[0]) != DataType::Float) return false;
  if (node.is("Add") || node.is("Sub")) return is_all(edit, node, 1, 0);
  if (node.is("Mul") || node.is("Div") || node.is("Pow")) return is_all(edit, node, 1, 1);
  return false;
}

// For operators whose output equals the input whenever the conditions named here and the shape agree.
bool is_same_by_shape(const Editor& edit, const Node& node) {
  for (const char* op : {"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Tile"})
    if (node.is(op)) return true;
  if (node.is("Split")) return node.outputs.size() == 1;
  if (node.is("Slice")) return is_all(edit, node, 4, 1);
  if (node.is("Pad")) return is_all(edit, node, 1, 0);
  if (node.is("Transpose")) return keeps_order(node, edit.static_shape(node.inputs[0])->size());
  if (node.is("Resize"))
    return node.get_string("coordinate_transformation_mode", "half_pixel") != "tf_crop_and_resize" &&
           is_all(edit, node, 2, 1);
  return is_neutral(edit, node);
}

bool is_no_op(const Editor& edit, const Node& node) {
  if (!node.domain.empty() || !node.has_input(0) || !node.has_output(0)) return false;
  if (node.is("Identity")) return true;
  if (node.is("Dropout")) return is_all(edit, node, 2, 0) && is_unread(edit, node, 1);
  if (node.is("Cast") || node.is("CastLike")) {
    const DataType type = edit.graph().type(node.inputs[0]);
    return type != DataType::Undefined && type == edit.graph().type(node.outputs[0]);
  }
  for (const char* op : {"Concat", "Sum", "Max", "Min", "Mean"})
    if (node.is(op)) return node.inputs.size() == 1;
  if (node.is("Clip")) return !node.has_input(1) && !node.has_input(2);
  return keeps_shape(edit, node) && is_same_by_shape(edit, node);
}

}  // namespace

bool remove_no_ops(Graph& graph) {
  return rewrite_nodes(
      graph, [](Editor& edit, const Node& node) { return is_no_op(edit, node) && edit.bypass(node); });
}

}  // namespace quern::passes
