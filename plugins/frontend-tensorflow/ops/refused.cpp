#include "ops/refused.hpp"

namespace quern::frontend::tensorflow {

const Refusal* refusal_of(std::string_view type) {
  static constexpr Refusal loop = {
      "a loop of the network",
      "Export recurrent layers with unroll=True, or end the graph before them with --output."};
  static constexpr Refusal list = {"a list of tensors, as loops make them",
                                   "Export recurrent layers with unroll=True."};
  static constexpr Refusal cell = {"a fused recurrent cell",
                                   "Build the network from basic cells (LSTMCell, GRUCell) and unroll it."};
  static constexpr Refusal variable = {"a variable without a value in the checkpoint",
                                       "Export the model after its variables were restored or initialised."};
  static constexpr Refusal audio = {"sound is decoded before it reaches the network",
                                    "Give the tensor behind it as input, for example --input NAME=1x490."};
  static constexpr Refusal picture = {
      "pictures are decoded before they reach the network",
      "Give the tensor behind it as input, for example --input NAME=1x224x224x3."};
  static constexpr Refusal random = {"random numbers, as training makes them",
                                     "Export the model for inference."};
  static constexpr Refusal call = {
      "a branch is chosen while the network runs",
      "Set the condition to a constant, or end the graph before it with --output."};
  static const Refusals table = {
      {"While", loop},
      {"StatelessWhile", loop},
      {"NextIteration", loop},
      {"RefNextIteration", loop},
      {"Exit", loop},
      {"RefExit", loop},
      {"TensorArrayV3", list},
      {"TensorListReserve", list},
      {"TensorListFromTensor", list},
      {"TensorListStack", list},
      {"BlockLSTM", cell},
      {"BlockLSTMV2", cell},
      {"LSTMBlockCell", cell},
      {"GRUBlockCell", cell},
      {"CudnnRNN", cell},
      {"CudnnRNNV3", cell},
      {"VarHandleOp", variable},
      {"Variable", variable},
      {"VariableV2", variable},
      {"DecodeWav", audio},
      {"AudioSpectrogram", audio},
      {"Mfcc", audio},
      {"DecodeJpeg", picture},
      {"DecodePng", picture},
      {"DecodeImage", picture},
      {"ParseExample", picture},
      {"ParseExampleV2", picture},
      {"RandomUniform", random},
      {"RandomStandardNormal", random},
      {"TruncatedNormal", random},
      {"Case", call},
      {"StatelessCase", call},
  };
  return find_refusal(table, type);
}

}  // namespace quern::frontend::tensorflow
