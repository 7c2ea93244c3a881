// Products of matrices.
#include <numeric>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

// Swaps the last two axes.
std::string transposed(Context& layer, const char* suffix, const std::string& tensor) {
  Shape order(layer.emit().rank(tensor));
  if (order.size() < 2) throw InputError("a matrix is expected");
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return layer.add(suffix, "Transpose", {tensor}, {{"perm", order}});
}

std::string operand(Context& layer, size_t input, const char* flag, const char* suffix) {
  const std::string& tensor = layer.input(input);
  return layer.attributes().flag(flag, false) ? transposed(layer, suffix, tensor) : tensor;
}

// The last axis of the first input (the first, where it is transposed) with the first of the second (the
// last): both become matrices.
void translate_dot(Context& layer) {
  const Attributes& attributes = layer.attributes();
  const Shape a = layer.shape(0), b = layer.shape(1);
  if (a.empty() || b.empty()) throw InputError("an input has no axes");
  const bool turn_a = a.size() > 1 && attributes.flag("transpose_a", false),
             turn_b = b.size() > 1 && attributes.flag("transpose_b", false);
  const int64_t inner_a = turn_a ? a.front() : a.back(), inner_b = turn_b ? b.back() : b.front();
  if (inner_a != inner_b || inner_a < 1)
    throw InputError(to_string(a) + " and " + to_string(b) + " cannot be multiplied");
  const int64_t rows = element_count(a) / inner_a, columns = element_count(b) / inner_b;
  std::string x = layer.reshaped("a", layer.input(0), turn_a ? Shape{inner_a, rows} : Shape{rows, inner_a});
  std::string y =
      layer.reshaped("b", layer.input(1), turn_b ? Shape{columns, inner_b} : Shape{inner_b, columns});
  if (turn_a) x = transposed(layer, "a_transposed", x);
  if (turn_b) y = transposed(layer, "b_transposed", y);
  Shape result(a.begin() + (turn_a ? 1 : 0), a.end() - (turn_a ? 0 : 1));
  result.insert(result.end(), b.begin() + (turn_b ? 0 : 1), b.end() - (turn_b ? 1 : 0));
  if (result.empty()) result = {1};
  layer.make_reshaped(layer.add("product", "MatMul", {x, y}), result);
}

void translate_batch_dot(Context& layer) {
  layer.make("MatMul", {operand(layer, 0, "transpose_a", "a_transposed"),
                        operand(layer, 1, "transpose_b", "b_transposed")});
}

// alpha * A B, and + beta * C for gemm.
void translate_gemm(Context& layer) {
  const Attributes& a = layer.attributes();
  if (a.integer("axis", -2) != -2) throw UnsupportedError("axis " + a.text("axis", ""));
  const bool has_sum = layer.type() == "_linalg_gemm";
  const double alpha = a.number("alpha", 1), beta = a.number("beta", 1);
  const std::string x = operand(layer, 0, "transpose_a", "a_transposed"),
                    y = operand(layer, 1, "transpose_b", "b_transposed");
  if (!has_sum && alpha == 1) return layer.make("MatMul", {x, y});
  const std::string product = layer.add("product", "MatMul", {x, y});
  const std::string factor = layer.scalar_like("alpha", product, alpha);
  if (!has_sum) return layer.make("Mul", {product, factor});
  const std::string scaled = layer.add("scaled", "Mul", {product, factor});
  const std::string sum = layer.add("sum", "Mul", {layer.input(2), layer.scalar_like("beta", product, beta)});
  layer.make("Add", {scaled, sum});
}

QUERN_MXNET_OPERATOR(translate_dot, "dot");
QUERN_MXNET_OPERATOR(translate_batch_dot, "batch_dot", "_npx_batch_dot");
QUERN_MXNET_OPERATOR(translate_gemm, "_linalg_gemm", "_linalg_gemm2", "linalg_gemm", "linalg_gemm2");

}  // namespace
}  // namespace quern::frontend::mxnet
