#include "lowering/operators.hpp"
#include "lowering/operators/fully_connected.hpp"

namespace quern::bm1684 {

std::string lower_gemm(Lowering& l, const Node& node) {
  const Tensor* weights = l.constant(node, 1);
  if (!weights || weights->type != DataType::Float) return "its right side is not constant";
  if (node.get_int("transA", 0) != 0 || node.get_float("alpha", 1) != 1 || node.get_float("beta", 1) != 1)
    return "transA, alpha and beta have no INT8 form";
  const Tensor matrix = node.get_int("transB", 0) ? *weights : transposed(*weights);

  const Tensor* bias = l.constant(node, 2);
  if (node.has_input(2) && !bias) return "its bias is not constant";
  if (bias && bias->count() != 1 && bias->count() != matrix.dims[0])
    return "its bias is not one value per output";
  if (!bias) return lower_fully_connected(l, node, matrix, node.inputs[1], nullptr, "");
  std::vector<float> values = bias->to_float();
  values.resize(size_t(matrix.dims[0]), values.empty() ? 0 : values[0]);
  const Tensor per_output = Tensor::from(values);
  return lower_fully_connected(l, node, matrix, node.inputs[1], &per_output, node.inputs[2]);
}

}  // namespace quern::bm1684
