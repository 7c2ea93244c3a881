#include "lowering/operators.hpp"
#include "lowering/operators/fully_connected.hpp"

namespace quern::bm1684 {

// The bias of an Add behind the MatMul stays an Add: canonical graphs have made it a Gemm where they could.
std::string lower_matmul(Lowering& l, const Node& node) {
  const Tensor* weights = l.constant(node, 1);
  if (!weights || weights->type != DataType::Float) return "a product of two activations has no INT8 form";
  if (weights->dims.size() != 2) return "its right side is not a matrix";
  return lower_fully_connected(l, node, transposed(*weights), node.inputs[1], nullptr, "");
}

}  // namespace quern::bm1684
