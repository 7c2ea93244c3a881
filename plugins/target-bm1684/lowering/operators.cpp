#include "lowering/operators.hpp"

#include <map>

namespace quern::bm1684 {
namespace {

using Table = std::map<std::string, LowerFunction>;

const Table& table() {
  static const Table operators = {
      // Multiply-accumulate
      {"Conv", lower_conv},
      {"ConvTranspose", lower_conv_transpose},
      {"Gemm", lower_gemm},
      {"MatMul", lower_matmul},
      // Element by element
      {"Add", lower_add},
      {"Sub", lower_add},
      {"Sum", lower_add},
      {"Mul", lower_mul},
      {"Max", lower_max_min},
      {"Min", lower_max_min},
      {"Relu", lower_relu},
      {"Clip", lower_relu},
      {"LeakyRelu", lower_leaky_relu},
      {"PRelu", lower_prelu},
      // A function of one value: 256-entry table
      {"Abs", lower_table},
      {"Celu", lower_table},
      {"Cos", lower_table},
      {"Elu", lower_table},
      {"Erf", lower_table},
      {"Exp", lower_table},
      {"Floor", lower_table},
      {"Ceil", lower_table},
      {"Round", lower_table},
      {"HardSigmoid", lower_table},
      {"HardSwish", lower_table},
      {"Log", lower_table},
      {"Neg", lower_table},
      {"Pow", lower_table},
      {"Reciprocal", lower_table},
      {"Selu", lower_table},
      {"Sigmoid", lower_table},
      {"Sign", lower_table},
      {"Sin", lower_table},
      {"Softplus", lower_table},
      {"Softsign", lower_table},
      {"Sqrt", lower_table},
      {"Tanh", lower_table},
      {"ThresholdedRelu", lower_table},
      {"quern.Gelu", lower_table},
      {"quern.Mish", lower_table},
      {"quern.Silu", lower_table},
      // Pooling
      {"MaxPool", lower_max_pool},
      {"GlobalMaxPool", lower_max_pool},
      {"AveragePool", lower_average_pool},
      {"GlobalAveragePool", lower_average_pool},
      {"ReduceMean", lower_average_pool},
      // Data movement
      {"Concat", lower_concat},
      {"DepthToSpace", lower_movement},
      {"Expand", lower_movement},
      {"Flatten", lower_movement},
      {"Gather", lower_movement},
      {"Identity", lower_movement},
      {"Pad", lower_pad},
      {"Reshape", lower_movement},
      {"Resize", lower_resize},
      {"Slice", lower_movement},
      {"SpaceToDepth", lower_movement},
      {"Split", lower_movement},
      {"Squeeze", lower_movement},
      {"Tile", lower_movement},
      {"Transpose", lower_movement},
      {"Unsqueeze", lower_movement},
  };
  return operators;
}

}  // namespace

LowerFunction find_lowering(const Node& node) {
  const auto it = table().find(node.domain.empty() ? node.op_type : node.domain + "." + node.op_type);
  return it == table().end() ? nullptr : it->second;
}

std::vector<std::string> lowered_operators() {
  std::vector<std::string> names;
  for (const auto& [name, function] : table()) names.push_back(name);
  return names;
}

}  // namespace quern::bm1684
