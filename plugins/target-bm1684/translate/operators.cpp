#include "translate/operators.hpp"

#include <map>

namespace quern::bm1684 {
namespace {

using Table = std::map<std::string, TranslateFunction>;

const Table& table() {
  static const Table operators = {
      // Multiply-accumulate
      {"Conv", translate_conv},
      {"ConvTranspose", translate_conv_transpose},
      {"Gemm", translate_fully_connected},
      {"MatMul", translate_fully_connected},
      {"quern.QConv", translate_conv},
      {"quern.QConvTranspose", translate_conv_transpose},
      {"quern.QGemm", translate_fully_connected},
      // Pooling
      {"AveragePool", translate_pool},
      {"GlobalAveragePool", translate_pool},
      {"GlobalMaxPool", translate_pool},
      {"MaxPool", translate_pool},
      {"quern.QAveragePool", translate_pool},
      // Element by element
      {"Add", translate_elementwise},
      {"Clip", translate_clamp},
      {"Div", translate_elementwise},
      {"LeakyRelu", translate_leaky},
      {"Max", translate_elementwise},
      {"Min", translate_elementwise},
      {"Mul", translate_elementwise},
      {"PRelu", translate_leaky},
      {"Relu", translate_clamp},
      {"Sub", translate_elementwise},
      {"Sum", translate_elementwise},
      {"quern.Dequantize", translate_dequantize},
      {"quern.QAdd", translate_integer_add},
      {"quern.QLeakyRelu", translate_integer_leaky},
      {"quern.QLut", translate_lookup},
      {"quern.QMul", translate_integer_mul},
      {"quern.QPRelu", translate_integer_leaky},
      {"quern.QRescale", translate_integer_mul},
      {"quern.Quantize", translate_quantize},
      // Data movement
      {"Concat", translate_concat},
      {"DepthToSpace", translate_depth_to_space},
      {"Expand", translate_expand},
      {"Flatten", translate_reshape},
      {"Gather", translate_gather},
      {"Pad", translate_pad},
      {"Reshape", translate_reshape},
      {"Resize", translate_resize},
      {"Slice", translate_slice},
      {"SpaceToDepth", translate_depth_to_space},
      {"Split", translate_split},
      {"Squeeze", translate_reshape},
      {"Transpose", translate_transpose},
      {"Unsqueeze", translate_reshape},
  };
  return operators;
}

}  // namespace

TranslateFunction find_translator(const Node& node) {
  const auto it = table().find(node.domain.empty() ? node.op_type : node.domain + "." + node.op_type);
  return it == table().end() ? nullptr : it->second;
}

std::vector<std::string> translated_operators() {
  std::vector<std::string> names;
  for (const auto& [name, function] : table()) names.push_back(name);
  return names;
}

}  // namespace quern::bm1684
