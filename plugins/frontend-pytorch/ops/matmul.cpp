// Matrix products.
#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// The last two axes swapped.
std::string transposed(Call& call, const std::string& x) {
  const size_t rank = call.rank(x);
  if (rank < 2) return x;
  std::vector<int64_t> order(rank);
  for (size_t i = 0; i < rank; ++i) order[i] = int64_t(i);
  std::swap(order[rank - 1], order[rank - 2]);
  return call.add("transposed", "Transpose", {x}, {{"perm", order}});
}

// x W^T + b for x [..., K], W [M, K].
void linear(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float), weight = call.tensor(1);
  const std::string bias = call.optional_tensor(2);
  if (call.rank(x) == 2 && call.rank(weight) == 2) {
    std::vector<std::string> inputs = {x, weight};
    if (!bias.empty()) inputs.push_back(bias);
    return call.make("Gemm", std::move(inputs), {{"transB", int64_t(1)}});
  }
  const std::string w = transposed(call, weight);
  if (bias.empty()) return call.make("MatMul", {x, w});
  call.make("Add", {call.add("product", "MatMul", {x, w}), bias});
}

void matmul(Call& call) {
  const DataType type = promoted(call, {call.arg(0), call.arg(1)});
  call.make("MatMul", {operand(call, call.arg(0), type), operand(call, call.arg(1), type)});
}

// beta * bias + alpha * (a b)
void add_product(Call& call, const std::string& bias, const std::string& product) {
  const double beta = call.keyword("beta").is_none() ? 1 : call.to_number(call.keyword("beta"));
  const double alpha = call.keyword("alpha").is_none() ? 1 : call.to_number(call.keyword("alpha"));
  const std::string p =
      alpha == 1 ? product : call.add("scaled", "Mul", {product, call.scalar("alpha", alpha)});
  if (beta == 0) return call.make("Identity", {p});
  call.make("Add", {beta == 1 ? bias : call.add("scaled_bias", "Mul", {bias, call.scalar("beta", beta)}), p});
}
void addmm(Call& call) {
  const std::string bias = call.tensor(0), a = call.tensor(1), b = call.tensor(2);
  add_product(call, bias, call.add("product", "MatMul", {a, b}));
}
// Sums the products of all matrices of the batch.
void addbmm(Call& call) {
  const std::string bias = call.tensor(0);
  const std::string products = call.add("products", "MatMul", {call.tensor(1), call.tensor(2)});
  add_product(call, bias,
              call.add("sum", "ReduceSum", {products, call.ints_constant("batch_axis", {0})},
                       {{"keepdims", int64_t(0)}}));
}
void addr(Call& call) {
  const std::string bias = call.tensor(0);
  const Shape a = call.shape(call.tensor(1)), b = call.shape(call.tensor(2));
  const std::string column = call.reshape("column", call.tensor(1), {element_count(a), 1});
  const std::string row = call.reshape("row", call.tensor(2), {1, element_count(b)});
  add_product(call, bias, call.add("product", "Mul", {column, row}));
}
void outer(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  const std::string column = call.reshape("column", a, {element_count(call.shape(a)), 1});
  call.make("Mul", {column, call.reshape("row", b, {1, element_count(call.shape(b))})});
}

void einsum(Call& call) {
  std::vector<std::string> operands = call.tensors(1);
  for (std::string& name : operands) name = call.cast(name, DataType::Float);
  std::string equation;
  for (const char c : call.text(0, ""))
    if (c != ' ') equation += c;
  call.make("Einsum", std::move(operands), {{"equation", equation}});
}

// x1^T A x2 + b for every output: sum over ij of x1[.., i] W[o, i, j] x2[.., j].
void bilinear(Call& call) {
  const std::string product = call.add("product", "Einsum", {call.tensor(0), call.tensor(2), call.tensor(1)},
                                       {{"equation", std::string("...i,oij,...j->...o")}});
  if (!call.has(3)) return call.make("Identity", {product});
  call.make("Add", {product, call.tensor(3)});
}

void chain_matmul(Call& call) {
  const std::vector<std::string> factors = call.tensors(0);
  if (factors.empty()) throw call.wrong("there are no matrices");
  std::string product = factors[0];
  for (size_t i = 1; i < factors.size(); ++i) product = call.add("product", "MatMul", {product, factors[i]});
  call.make("Identity", {product});
}

// Contracts the axes dims[0] of a with the axes dims[1] of b.
void tensordot(Call& call) {
  const std::string a = call.tensor(0), b = call.tensor(1);
  std::vector<int64_t> axes_a = call.ints(2), axes_b = call.ints(3);
  std::string left, right, out;
  char next = 'a';
  for (size_t i = 0; i < call.rank(a); ++i) left += next++;
  for (size_t i = 0; i < call.rank(b); ++i) right += next++;
  if (axes_a.size() != axes_b.size() || next > 'z' + 1) throw call.wrong("the axes do not pair");
  for (size_t i = 0; i < axes_a.size(); ++i)
    right[size_t(call.axis_of(axes_b[i], right.size()))] = left[size_t(call.axis_of(axes_a[i], left.size()))];
  for (const char c : left)
    if (right.find(c) == std::string::npos) out += c;
  for (const char c : right)
    if (left.find(c) == std::string::npos) out += c;
  call.make("Einsum", {a, b}, {{"equation", left + "," + right + "->" + out}});
}

QUERN_TRANSLATOR(Call, "aten::linear", linear);
QUERN_TRANSLATOR(Call, "aten::matmul", matmul);
QUERN_TRANSLATOR(Call, "aten::mm", matmul);
QUERN_TRANSLATOR(Call, "aten::bmm", matmul);
QUERN_TRANSLATOR(Call, "aten::mv", matmul);
QUERN_TRANSLATOR(Call, "aten::dot", matmul);
QUERN_TRANSLATOR(Call, "aten::addmm", addmm);
QUERN_TRANSLATOR(Call, "aten::addmv", addmm);
QUERN_TRANSLATOR(Call, "aten::baddbmm", addmm);
QUERN_TRANSLATOR(Call, "aten::addbmm", addbmm);
QUERN_TRANSLATOR(Call, "aten::addr", addr);
QUERN_TRANSLATOR(Call, "aten::outer", outer);
QUERN_TRANSLATOR(Call, "aten::ger", outer);
QUERN_TRANSLATOR(Call, "aten::einsum", einsum);
QUERN_TRANSLATOR(Call, "aten::bilinear", bilinear);
QUERN_TRANSLATOR(Call, "aten::chain_matmul", chain_matmul);
QUERN_TRANSLATOR(Call, "aten::linalg_multi_dot", chain_matmul);
QUERN_TRANSLATOR(Call, "aten::tensordot", tensordot);

}  // namespace
}  // namespace quern::frontend::pytorch
