// RNN, LSTM and GRU of opset 1 to 6 say with `output_sequence` whether output 0 is wanted.
#include "ops/support.hpp"

namespace quern::frontend::onnx {
namespace {

void adapt_recurrent(Rewriter& r) {
  Node node = r.node();
  node.remove("output_sequence");
  r.keep(std::move(node));
}

QUERN_ONNX_ADAPTER("", "RNN", adapt_recurrent);
QUERN_ONNX_ADAPTER("", "LSTM", adapt_recurrent);
QUERN_ONNX_ADAPTER("", "GRU", adapt_recurrent);

}  // namespace
}  // namespace quern::frontend::onnx
