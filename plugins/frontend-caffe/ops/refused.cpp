#include "ops/refused.hpp"

namespace quern::frontend::caffe {
namespace {

constexpr std::string_view kCut = "End the graph before it with --output.";
constexpr Refusal kRecurrent = {
    "recurrent layers of Caffe are not translated",
    "Export the network from its training framework as ONNX, or end the graph before it with --output."};

}  // namespace

const Refusal* refusal_of(std::string_view type) {
  static const Refusals table = {
      {"LSTM", kRecurrent},
      {"RNN", kRecurrent},
      {"Recurrent", kRecurrent},
      {"LSTMUnit", kRecurrent},
      {"ContinuationIndicator", kRecurrent},
      {"Filter", {"how many items it lets through depends on the data", kCut}},
      {"Python", {"what it does is in a Python program that is not part of the model", kCut}},
      {"Im2col", {"it only prepares data inside of Caffe", kCut}},
  };
  return find_refusal(table, type);
}

}  // namespace quern::frontend::caffe
