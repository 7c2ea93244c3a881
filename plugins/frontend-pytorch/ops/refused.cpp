#include "ops/refused.hpp"

namespace quern::frontend::pytorch {
namespace {

constexpr Refusal kMasked = {
    "the number of elements where a mask is true depends on the data",
    "Use torch.where or masked_fill, which keep the shape, or end the graph before it with --output."};
// torch.jit.optimize_for_inference leaves these behind.
constexpr Refusal kForInference = {
    "the model was saved after torch.jit.optimize_for_inference, without its weights",
    "PyTorch cannot load it either: save the model before that call."};

}  // namespace

const Refusal* refusal_of(std::string_view type) {
  static const Refusals table = {
      {"aten::int_repr",
       {"the integers of a quantised tensor", "Use dequantize(), or end the graph before it with --output."}},
      {"aten::masked_scatter", kMasked},
      {"aten::masked_select", kMasked},
      {"prim::BroadcastMKLDNNTensors", kForInference},
      {"prim::ConstantMKLDNNTensor", kForInference},
      {"prim::mkldnn_convolution", kForInference},
  };
  return find_refusal(table, type);
}

}  // namespace quern::frontend::pytorch
