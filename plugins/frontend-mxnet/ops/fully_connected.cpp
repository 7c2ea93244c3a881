// FullyConnected: weights [units, features]. The axes behind the first count as one, unless flatten is off:
// then the last axis alone is multiplied.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

void translate_fully_connected(Context& layer) {
  const bool has_bias = !layer.attributes().flag("no_bias", false);
  const size_t rank = layer.rank();
  if (!layer.attributes().flag("flatten", true) && rank != 2) {
    const std::string weights = layer.add("weights", "Transpose", {layer.input(1)}, {{"perm", Shape{1, 0}}});
    if (!has_bias) return layer.make("MatMul", {layer.input(), weights});
    return layer.make("Add", {layer.add("product", "MatMul", {layer.input(), weights}), layer.input(2)});
  }
  std::string rows = layer.input();
  if (rank != 2) rows = layer.add("rows", "Flatten", {rows}, {{"axis", int64_t(1)}});
  std::vector<std::string> inputs = {rows, layer.input(1)};
  if (has_bias) inputs.push_back(layer.input(2));
  layer.make("Gemm", inputs, {{"transB", int64_t(1)}});
}

QUERN_MXNET_OPERATOR(translate_fully_connected, "FullyConnected", "_npx_fully_connected");

}  // namespace
}  // namespace quern::frontend::mxnet
