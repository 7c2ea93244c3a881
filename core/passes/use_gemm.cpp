#include "passes/editor.hpp"
#include "passes/match.hpp"
#include "passes/passes.hpp"

namespace quern::passes {
namespace {

bool use(Editor& edit, const Node& node) {
  if (!node.is("Add") || node.inputs.size() != 2) return false;
  for (const size_t i : {size_t(0), size_t(1)}) {
    const Node* matmul = inner(edit, node.inputs[i], "MatMul");
    const Tensor* bias = edit.constant(node.inputs[1 - i]);
    if (!matmul || !bias) continue;
    const Tensor* weights = edit.constant(matmul->inputs.at(1));
    const Shape* x = edit.static_shape(matmul->inputs[0]);
    if (!weights || weights->dims.size() != 2 || !x || x->size() != 2) continue;
    if (bias->type != DataType::Float || !is_same_float(edit, matmul->outputs[0], node.outputs[0])) continue;
    const int64_t columns = weights->dims[1];
    const bool is_row = bias->count() == columns && !bias->dims.empty() && bias->dims.back() == columns;
    if (!is_row) continue;
    const std::string c = edit.update_constant(node, 1 - i, bias->reshaped({columns}));
    edit.rewrite(node, successor(node, "Gemm", {matmul->inputs[0], matmul->inputs[1], c}));
    return true;
  }
  return false;
}

}  // namespace

bool use_gemm(Graph& graph) { return rewrite_nodes(graph, use); }

}  // namespace quern::passes
