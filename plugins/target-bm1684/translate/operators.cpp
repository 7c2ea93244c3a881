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
      {"Gemm", translate_matrix_product},
      {"MatMul", translate_matrix_product},
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
      {"Mean", translate_elementwise},
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
      {"quern.QScale", translate_integer_scale},
      {"quern.Quantize", translate_quantize},
      // Functions of one element
      {"Abs", translate_function},
      {"Ceil", translate_function},
      {"Celu", translate_function},
      {"Cos", translate_function},
      {"Elu", translate_function},
      {"Erf", translate_function},
      {"Exp", translate_function},
      {"Floor", translate_function},
      {"HardSigmoid", translate_function},
      {"HardSwish", translate_function},
      {"Log", translate_function},
      {"Neg", translate_function},
      {"Reciprocal", translate_function},
      {"Round", translate_function},
      {"Selu", translate_function},
      {"Sigmoid", translate_function},
      {"Sign", translate_function},
      {"Sin", translate_function},
      {"Softplus", translate_function},
      {"Softsign", translate_function},
      {"Sqrt", translate_function},
      {"Tanh", translate_function},
      {"ThresholdedRelu", translate_function},
      {"quern.Gelu", translate_function},
      {"quern.Mish", translate_function},
      {"quern.Silu", translate_function},
      {"Pow", translate_pow},
      // Along axes
      {"InstanceNormalization", translate_instance_normalization},
      {"LRN", translate_lrn},
      {"LayerNormalization", translate_layer_normalization},
      {"LogSoftmax", translate_softmax},
      {"LpNormalization", translate_lp_normalization},
      {"ReduceL1", translate_reduce},
      {"ReduceL2", translate_reduce},
      {"ReduceLogSum", translate_reduce},
      {"ReduceMax", translate_reduce},
      {"ReduceMean", translate_reduce},
      {"ReduceMin", translate_reduce},
      {"ReduceProd", translate_reduce},
      {"ReduceSum", translate_reduce},
      {"ReduceSumSquare", translate_reduce},
      {"Softmax", translate_softmax},
      // Data movement
      {"Concat", translate_concat},
      {"DepthToSpace", translate_depth_to_space},
      {"Expand", translate_expand},
      {"Flatten", translate_reshape},
      {"Gather", translate_gather},
      {"Identity", translate_reshape},
      {"Pad", translate_pad},
      {"Reshape", translate_reshape},
      {"Resize", translate_resize},
      {"Slice", translate_slice},
      {"SpaceToDepth", translate_depth_to_space},
      {"Split", translate_split},
      {"Squeeze", translate_reshape},
      {"Tile", translate_tile},
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
