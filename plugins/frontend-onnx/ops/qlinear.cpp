// QOperator models: operators on quantised tensors become DequantizeLinear, the float operator and
// QuantizeLinear; graph/dequantise removes the pairs that come to stand back to back.
#include "ops/qlinear.hpp"

namespace quern::frontend::onnx {

std::string dequantised(Rewriter& r, const std::string& suffix, size_t first, int64_t axis) {
  std::vector<std::string> inputs = {r.input(first), r.input(first + 1)};
  if (r.node().has_input(first + 2)) inputs.push_back(r.input(first + 2));
  return r.add(suffix, "DequantizeLinear", inputs, {{"axis", axis}});
}

void finish_quantised(Rewriter& r, const std::string& value, size_t scale) {
  std::vector<std::string> inputs = {value, r.input(scale)};
  if (r.node().has_input(scale + 1)) inputs.push_back(r.input(scale + 1));
  r.finish("QuantizeLinear", inputs);
}

namespace {

// x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, bias (int32, step x_scale *
// w_scale)
void adapt_qlinear_conv(Rewriter& r) {
  Node conv = r.node();
  conv.op_type = "Conv";
  conv.inputs = {dequantised(r, "x", 0), dequantised(r, "w", 3, 0)};
  if (r.node().has_input(8)) {
    const std::string step = r.add("bias_scale", "Mul", {r.input(1), r.input(4)});
    const std::string whole = r.add("bias_float", "Cast", {r.input(8)}, {{"to", int64_t(DataType::Float)}});
    conv.inputs.push_back(r.add("bias", "Mul", {whole, step}));
  }
  finish_quantised(r, r.add_like("conv", std::move(conv)), 6);
}

// a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point. Scales of a belong to its rows,
// those of b to its columns.
void adapt_qlinear_matmul(Rewriter& r) {
  const std::string a = dequantised(r, "a", 0, -2);
  const std::string b = dequantised(r, "b", 3, -1);
  finish_quantised(r, r.add("product", "MatMul", {a, b}), 6);
}

// com.microsoft QLinearAdd, QLinearMul: inputs as above.
void adapt_qlinear_binary(Rewriter& r) {
  const std::string a = dequantised(r, "a", 0);
  const std::string b = dequantised(r, "b", 3);
  finish_quantised(r, r.add("value", r.node().op_type.substr(7), {a, b}), 6);
}

// com.microsoft QLinearSigmoid, QLinearLeakyRelu, QLinearAveragePool, QLinearGlobalAveragePool: x, x_scale,
// x_zero_point, y_scale, y_zero_point.
void adapt_qlinear_unary(Rewriter& r) {
  Node node = r.node();
  if (node.get_int("channels_last", 0) != 0) throw Rewriter::unsupported("channels_last");
  node.remove("channels_last");
  node.op_type = node.op_type.substr(7);
  node.domain.clear();
  node.inputs = {dequantised(r, "x", 0)};
  finish_quantised(r, r.add_like("value", std::move(node)), 3);
}

// com.microsoft QLinearConcat: y_scale, y_zero_point, then three inputs per tensor.
void adapt_qlinear_concat(Rewriter& r) {
  const Node& node = r.node();
  std::vector<std::string> parts;
  for (size_t i = 2; i + 2 < node.inputs.size(); i += 3) parts.push_back(dequantised(r, "part", i));
  finish_quantised(r, r.add("value", "Concat", parts, {{"axis", node.require<int64_t>("axis")}}), 0);
}

QUERN_ONNX_ADAPTER("", "QLinearConv", adapt_qlinear_conv);
QUERN_ONNX_ADAPTER("", "QLinearMatMul", adapt_qlinear_matmul);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearAdd", adapt_qlinear_binary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearMul", adapt_qlinear_binary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearSigmoid", adapt_qlinear_unary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearLeakyRelu", adapt_qlinear_unary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearAveragePool", adapt_qlinear_unary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearGlobalAveragePool", adapt_qlinear_unary);
QUERN_ONNX_ADAPTER("com.microsoft", "QLinearConcat", adapt_qlinear_concat);

}  // namespace
}  // namespace quern::frontend::onnx
