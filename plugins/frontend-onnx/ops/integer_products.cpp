// ConvInteger and MatMulInteger: products of integers minus their zero points, summed up as int32. They are
// computed in float, which is exact for sums below 2^24.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

std::string centred(Rewriter& r, const std::string& suffix, size_t operand, size_t zero_point, bool by_row) {
  const auto to_float = [&](const std::string& name, const std::string& x) {
    return r.add(name, "Cast", {x}, {{"to", int64_t(DataType::Float)}});
  };
  const std::string value = to_float(suffix + "_float", r.input(operand));
  if (!r.node().has_input(zero_point)) return value;
  std::string zero = to_float(suffix + "_zero", r.input(zero_point));
  const std::optional<Shape> dims = r.shape(zero);
  if (by_row && dims && dims->size() == 1 && dims->front() != 1) {
    // One zero point per row: the axis before the last of a matrix, the first of a weight.
    const size_t behind = r.node().op_type == "MatMulInteger" ? 1 : r.rank(r.input(operand)) - 1;
    zero = r.add(suffix + "_zero_nd", "Unsqueeze",
                 {zero, r.ints(suffix + "_zero_axes", range(1, 1 + int64_t(behind)))});
  }
  return r.add(suffix, "Sub", {value, zero});
}

void adapt_conv_integer(Rewriter& r) {
  Node conv = r.node();
  conv.op_type = "Conv";
  conv.inputs = {centred(r, "x", 0, 2, false), centred(r, "w", 1, 3, true)};
  r.finish("Cast", {r.add_like("conv", std::move(conv))}, {{"to", int64_t(DataType::Int32)}});
}

void adapt_matmul_integer(Rewriter& r) {
  const std::string a = centred(r, "a", 0, 2, true);
  const std::string b = centred(r, "b", 1, 3, false);
  r.finish("Cast", {r.add("product", "MatMul", {a, b})}, {{"to", int64_t(DataType::Int32)}});
}

QUERN_ONNX_ADAPTER("", "ConvInteger", adapt_conv_integer);
QUERN_ONNX_ADAPTER("", "MatMulInteger", adapt_matmul_integer);

}  // namespace
}  // namespace quern::frontend::onnx
