// Matrix products: matmul, matmul_v2, bmm, mv, dot.
#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

// The last two axes exchanged; a vector stays.
std::string transposed(Context& layer, const std::string& tensor) {
  const size_t rank = layer.rank(tensor);
  if (rank < 2) return tensor;
  std::vector<int64_t> order;
  for (size_t i = 0; i < rank; ++i) order.push_back(int64_t(i));
  std::swap(order[rank - 1], order[rank - 2]);
  return layer.add("transposed", "Transpose", {tensor}, {{"perm", order}});
}

std::string multiply(Context& layer, const char* transpose_x, const char* transpose_y) {
  std::string x = layer.input("X");
  std::string y = layer.cast(layer.input("Y"), layer.type(x));  // weights may be quantised
  if (layer.flag(transpose_x, false)) x = transposed(layer, x);
  if (layer.flag(transpose_y, false)) y = transposed(layer, y);
  return layer.add("product", "MatMul", {x, y});
}

// The first generation: vectors give [1], and the product is multiplied by alpha.
void translate_matmul(Context& layer) {
  std::string y = multiply(layer, "transpose_X", "transpose_Y");
  if (const float alpha = layer.number("alpha", 1); alpha != 1)
    y = layer.add("scaled", "Mul", {y, layer.emit().scalar("alpha", alpha)});
  layer.finish(y);
}

void translate_matmul_v2(Context& layer) { layer.finish(multiply(layer, "trans_x", "trans_y")); }

void translate_bmm(Context& layer) { layer.make("MatMul", {layer.input("X"), layer.input("Y")}); }

// [M, N] by [N]
void translate_mv(Context& layer) { layer.make("MatMul", {layer.input("X"), layer.input("Vec")}); }

// The sum of products along the last axis.
void translate_dot(Context& layer) {
  const std::string product = layer.add("product", "Mul", {layer.input("X"), layer.input("Y")});
  const Variable* result = layer.declared(layer.output());
  const bool keeps_axis = result && result->has_dims && result->dims.size() == layer.rank(product);
  layer.make("ReduceSum", {product, layer.emit().ints("axes", {-1})}, {{"keepdims", int64_t(keeps_axis)}});
}

QUERN_PADDLE_OP("matmul", translate_matmul);
QUERN_PADDLE_OP("matmul_v2", translate_matmul_v2);
QUERN_PADDLE_OP("fused_matmul", translate_matmul_v2);
QUERN_PADDLE_OP("bmm", translate_bmm);
QUERN_PADDLE_OP("mv", translate_mv);
QUERN_PADDLE_OP("dot", translate_dot);

}  // namespace
}  // namespace quern::frontend::paddle
