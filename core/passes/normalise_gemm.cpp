#include <algorithm>
#include <utility>

#include "passes/editor.hpp"
#include "passes/passes.hpp"
#include "passes/provenance.hpp"

namespace quern::passes {
namespace {

Tensor scaled(const Tensor& tensor, float factor) {
  Tensor result(DataType::Float, tensor.dims);
  const auto from = tensor.values<float>();
  std::transform(from.begin(), from.end(), result.mutable_data<float>(), [&](float f) { return f * factor; });
  return result;
}

// A node that stands before the Gemm and makes the changed input `i`. Returns the name of its output.
std::string insert_before(Editor& edit, const Node& gemm, size_t i, Node node, const Shape& shape) {
  node.outputs = {edit.new_name(gemm.outputs[0] + "_input_" + std::to_string(i))};
  node.name = node.outputs[0];
  node.metadata[kSource] = gemm.metadata.contains(kSource) ? gemm.metadata.at(kSource) : gemm.name;
  edit.set_value(node.outputs[0], DataType::Float, shape);
  const std::string name = node.outputs[0];
  edit.add(std::move(node));
  return name;
}

// Input `i` multiplied by `factor`: in the constant itself, or by a Mul.
std::string scaled_input(Editor& edit, const Node& gemm, size_t i, float factor) {
  if (const Tensor* constant = edit.constant(gemm.inputs[i]))
    return edit.update_constant(gemm, i, scaled(*constant, factor));
  const std::string scale = edit.add_constant(gemm.outputs[0] + "_scale", Tensor::scalar(factor));
  return insert_before(edit, gemm, i, Node("Mul", {gemm.inputs[i], scale}, {}),
                       *edit.static_shape(gemm.inputs[i]));
}

// A constant C that broadcasts over the rows, as [N]; nothing where it is that already or differs by row.
std::optional<Tensor> bias_vector(const Tensor& c, int64_t columns) {
  const int64_t count = c.count();
  if (c.dims == Shape{columns} || (count != 1 && count != columns)) return std::nullopt;
  if (!c.dims.empty() && c.dims.back() == columns) return c.reshaped({columns});
  if (count != 1) return std::nullopt;
  return Tensor::from(std::vector<float>(size_t(columns), c.values<float>()[0]));
}

bool normalise(Editor& edit, const Node& node) {
  if (!node.is("Gemm") || edit.graph().type(node.outputs[0]) != DataType::Float) return false;
  const Shape *a = edit.static_shape(node.inputs.at(0)), *out = edit.static_shape(node.outputs[0]);
  if (!a || a->size() != 2 || !out || out->size() != 2 || !edit.static_shape(node.inputs.at(1))) return false;
  if (node.has_input(2) && !edit.static_shape(node.inputs[2])) return false;
  const float alpha = node.get_float("alpha", 1), beta = node.get_float("beta", 1);
  const bool is_transposed = node.get_int("transA", 0) != 0;
  const Tensor* c = node.has_input(2) ? edit.constant(node.inputs[2]) : nullptr;
  std::optional<Tensor> bias = c ? bias_vector(*c, out->at(1)) : std::nullopt;
  const bool has_bias = node.has_input(2) && beta != 0;
  if (!is_transposed && alpha == 1 && (!node.has_input(2) || beta == 1) && !bias) return false;

  Node gemm = node;
  for (const char* name : {"alpha", "beta", "transA"}) gemm.remove(name);
  if (is_transposed) {
    Node transpose("Transpose", {node.inputs[0]}, {});
    transpose.set("perm", std::vector<int64_t>{1, 0});
    gemm.inputs[0] = insert_before(edit, node, 0, std::move(transpose), {a->at(1), a->at(0)});
  }
  if (alpha != 1) gemm.inputs[1] = scaled_input(edit, node, 1, alpha);
  if (!has_bias) {
    gemm.inputs.resize(2);
  } else if (bias) {
    gemm.inputs[2] = edit.update_constant(node, 2, scaled(*bias, beta));
  } else if (beta != 1) {
    gemm.inputs[2] = scaled_input(edit, node, 2, beta);
  }
  edit.rewrite(node, std::move(gemm));
  return true;
}

}  // namespace

bool normalise_gemm(Graph& graph) { return rewrite_nodes(graph, normalise); }

}  // namespace quern::passes
