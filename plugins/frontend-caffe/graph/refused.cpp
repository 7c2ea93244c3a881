#include "graph/refused.hpp"

namespace quern::frontend::caffe {

std::optional<Refusal> refusal_of(const std::string& type) {
  const std::string cut = "End the graph before it with --output.";
  if (type == "LSTM" || type == "RNN" || type == "Recurrent" || type == "LSTMUnit" ||
      type == "ContinuationIndicator")
    return Refusal{
        "recurrent layers of Caffe are not translated",
        "Export the network from its training framework as ONNX, or end the graph before it with --output."};
  if (type == "Filter") return Refusal{"how many items it lets through depends on the data", cut};
  if (type == "Python")
    return Refusal{"what it does is in a Python program that is not part of the model", cut};
  if (type == "Im2col") return Refusal{"it only prepares data inside of Caffe", cut};
  return std::nullopt;
}

}  // namespace quern::frontend::caffe
