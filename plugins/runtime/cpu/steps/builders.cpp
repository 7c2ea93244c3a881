#include "builders.hpp"

#include <map>
#include <string_view>
#include <utility>

#include <quern/graph/graph.hpp>

namespace quern::cpu {
namespace {

using Builder = bool (*)(Planner&, const FusedNode&);

struct Entry {
  Builder build;
  bool channels_last = false;  // wants its first input channels last
};

const Entry* find(const Node& node) {
  static const std::map<std::pair<std::string_view, std::string_view>, Entry> table = {
      {{"", "Conv"}, {build_convolution, true}},
      {{"", "ConvTranspose"}, {build_transposed_convolution, true}},
      {{"", "MaxPool"}, {build_max_pool, true}},
      {{"", "AveragePool"}, {build_average_pool, true}},
      {{"", "GlobalMaxPool"}, {build_global_pool, true}},
      {{"", "GlobalAveragePool"}, {build_global_pool, true}},
      {{"", "BatchNormalization"}, {build_batch_normalization, true}},
      {{"", "Resize"}, {build_resize, true}},

      {{"", "Gemm"}, {build_gemm}},
      {{"", "MatMul"}, {build_matmul}},
      {{"", "Softmax"}, {build_softmax}},
      {{"", "LogSoftmax"}, {build_softmax}},
      {{"", "ReduceSum"}, {build_reduce}},
      {{"", "ReduceMean"}, {build_reduce}},
      {{"", "ReduceMax"}, {build_reduce}},
      {{"", "ReduceMin"}, {build_reduce}},

      {{"", "Add"}, {build_binary}},
      {{"", "Sub"}, {build_binary}},
      {{"", "Mul"}, {build_binary}},
      {{"", "Div"}, {build_binary}},
      {{"", "Max"}, {build_binary}},
      {{"", "Min"}, {build_binary}},

      {{"", "Relu"}, {build_eltwise}},
      {{"", "LeakyRelu"}, {build_eltwise}},
      {{"", "Clip"}, {build_eltwise}},
      {{"", "Sigmoid"}, {build_eltwise}},
      {{"", "Tanh"}, {build_eltwise}},
      {{"", "Elu"}, {build_eltwise}},
      {{"", "Abs"}, {build_eltwise}},
      {{"", "Neg"}, {build_eltwise}},
      {{"", "Sqrt"}, {build_eltwise}},
      {{"", "HardSwish"}, {build_eltwise}},
      {{"", "HardSigmoid"}, {build_eltwise}},
      {{kQuernDomain, "Silu"}, {build_eltwise}},
      {{kQuernDomain, "Gelu"}, {build_eltwise}},
      {{kQuernDomain, "Mish"}, {build_eltwise}},

      {{"", "Concat"}, {build_concat}},
      {{"", "Slice"}, {build_slice}},
      {{"", "Split"}, {build_split}},
      {{"", "Gather"}, {build_gather}},
      {{"", "Pad"}, {build_pad}},
      {{"", "Reshape"}, {build_reshape}},
      {{"", "Flatten"}, {build_reshape}},
      {{"", "Squeeze"}, {build_reshape}},
      {{"", "Unsqueeze"}, {build_reshape}},
      {{"", "Transpose"}, {build_transpose}},

      {{kQuernDomain, "Quantize"}, {build_quantize}},
      {{kQuernDomain, "Dequantize"}, {build_dequantize}},
      {{kQuernDomain, "QConv"}, {build_quantized_convolution, true}},
      {{kQuernDomain, "QConvTranspose"}, {build_quantized_transposed_convolution, true}},
      {{kQuernDomain, "QGemm"}, {build_quantized_gemm}},
      {{kQuernDomain, "QAveragePool"}, {build_quantized_average_pool, true}},
      {{kQuernDomain, "QAdd"}, {build_quantized_add}},
      {{kQuernDomain, "QMul"}, {build_quantized_mul}},
      {{kQuernDomain, "QRescale"}, {build_quantized_rescale}},
      {{kQuernDomain, "QScale"}, {build_quantized_scale, true}},
      {{kQuernDomain, "QLeakyRelu"}, {build_quantized_leaky_relu}},
      {{kQuernDomain, "QPRelu"}, {build_quantized_prelu, true}},
      {{kQuernDomain, "QLut"}, {build_quantized_lut}},
  };
  const auto it = table.find({node.domain, node.op_type});
  return it == table.end() ? nullptr : &it->second;
}

}  // namespace

bool build_fast(Planner& planner, const FusedNode& group) {
  const Entry* entry = find(*group.node);
  return entry && entry->build(planner, group);
}

bool is_channels_last_reader(const Node& node) {
  const Entry* entry = find(node);
  return entry && entry->channels_last;
}

}  // namespace quern::cpu
