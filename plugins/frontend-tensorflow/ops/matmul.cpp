// Products of matrices.
#include <numeric>

#include "ops/fused.hpp"

namespace quern::frontend::tensorflow {
namespace {

// The order of axes that swaps the last two where `transposed`.
Permutation matrix_order(size_t rank, bool transposed) {
  Permutation order(rank);
  std::iota(order.begin(), order.end(), int64_t(0));
  if (transposed && rank >= 2) std::swap(order[rank - 1], order[rank - 2]);
  return order;
}

void translate_matmul(Context& layer) {
  const std::string a = layer.input(0, matrix_order(layer.rank(0), layer.flag("transpose_a")));
  const std::string b = layer.input(1, matrix_order(layer.rank(1), layer.flag("transpose_b")));
  make_fused(layer, layer.emit().add("product", "MatMul", {a, b}), {}, layer.rank(0), 2);
}

// Batches of matrices; for real numbers the adjoint is the transpose.
void translate_batch_matmul(Context& layer) {
  const std::string a = layer.input(0, matrix_order(layer.rank(0), layer.flag("adj_x")));
  const std::string b = layer.input(1, matrix_order(layer.rank(1), layer.flag("adj_y")));
  layer.make("MatMul", {a, b});
}

QUERN_TRANSLATOR(Context, "MatMul", translate_matmul);
QUERN_TRANSLATOR(Context, "_FusedMatMul", translate_matmul);
QUERN_TRANSLATOR(Context, "BatchMatMul", translate_batch_matmul);
QUERN_TRANSLATOR(Context, "BatchMatMulV2", translate_batch_matmul);
QUERN_TRANSLATOR(Context, "BatchMatMulV3", translate_batch_matmul);

}  // namespace
}  // namespace quern::frontend::tensorflow
