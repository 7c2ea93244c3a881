// QuantizeLinear and DequantizeLinear: opset 19 adds `saturate` (8-bit floats only), opset 21 `block_size`
// and `output_dtype`; com.microsoft has them with 16-bit types too.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_quantize_linear(Rewriter& r) {
  Node node = r.node();
  if (node.get_int("block_size", 0) != 0)
    throw Rewriter::unsupported("quantisation in blocks", "Quantise per tensor or per channel.");
  const auto type = static_cast<DataType>(node.get_int("output_dtype", 0));
  if (node.op_type == "QuantizeLinear" && type != DataType::Undefined && !node.has_input(2)) {
    if (size_of(type) == 0) throw Rewriter::unsupported("this output_dtype");
    // Without a zero point the output would be uint8: a zero of the wanted type says the same.
    const std::optional<Shape> scale = r.shape(r.input(1));
    if (!scale || !is_static(*scale)) throw Rewriter::unsupported("a scale of unknown shape");
    node.inputs.resize(2);
    node.inputs.push_back(r.constant("zero_point", Tensor(type, *scale)));
  }
  node.domain.clear();
  node.remove("saturate");
  node.remove("block_size");
  node.remove("output_dtype");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "QuantizeLinear", adapt_quantize_linear);
QUERN_ONNX_ADAPTER("", "DequantizeLinear", adapt_quantize_linear);
QUERN_ONNX_ADAPTER("com.microsoft", "QuantizeLinear", adapt_quantize_linear);
QUERN_ONNX_ADAPTER("com.microsoft", "DequantizeLinear", adapt_quantize_linear);

}  // namespace
}  // namespace quern::frontend::onnx
