#include "ops/refused.hpp"

namespace quern::frontend::paddle {
namespace {

// graph/control_flow has removed those whose conditions it could evaluate.
constexpr Refusal kControlFlow = {
    "its condition depends on the data",
    "Branches and loops are resolved where their conditions follow from constants and shapes. End the graph "
    "before this one with --output."};

constexpr Refusal kSequences = {
    "it works on sequences of different lengths (LoD), which a fixed program cannot",
    "Use the padded form of the layer (paddle.nn.LSTM, paddle.nn.GRU), or end the graph before it with "
    "--output."};

const Refusals& refusals() {
  static const Refusals table = {
      {"conditional_block", kControlFlow},
      {"conditional_block_infer", kControlFlow},
      {"select_input", kControlFlow},
      {"while", kControlFlow},
      {"array_to_lod_tensor", kSequences},
      {"gru", kSequences},
      {"lod_tensor_to_array", kSequences},
      {"lstm", kSequences},
      {"lstmp", kSequences},
      {"sequence_concat", kSequences},
      {"sequence_conv", kSequences},
      {"sequence_expand", kSequences},
      {"sequence_expand_as", kSequences},
      {"sequence_mask", kSequences},
      {"sequence_pad", kSequences},
      {"sequence_pool", kSequences},
      {"sequence_reshape", kSequences},
      {"sequence_reverse", kSequences},
      {"sequence_slice", kSequences},
      {"sequence_softmax", kSequences},
      {"sequence_unpad", kSequences},
      {"fusion_gru", kSequences},
      {"fusion_lstm", kSequences},
  };
  return table;
}

}  // namespace

const Refusal* refusal_of(std::string_view type) { return find_refusal(refusals(), type); }

}  // namespace quern::frontend::paddle
