#include "lowering/operators/fully_connected.hpp"

#include "lowering/weights.hpp"

namespace quern::bm1684 {

Tensor transposed(const Tensor& matrix) {
  const int64_t rows = matrix.dims[0], columns = matrix.dims[1];
  Tensor result(DataType::Float, {columns, rows});
  const float* from = matrix.data<float>();
  float* to = result.mutable_data<float>();
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < columns; ++c) to[c * rows + r] = from[r * columns + c];
  return result;
}

std::string lower_fully_connected(Lowering& l, const Node& node, const Tensor& weights,
                                  const std::string& weights_name, const Tensor* bias,
                                  const std::string& bias_name) {
  const FusedOutput output = l.fused_output(node);
  const auto in = l.input_quantisation(node.inputs[0]);
  const auto out = l.output_quantisation(output);
  if (!in) return l.no_threshold(node.inputs[0]);
  if (!out) return l.no_threshold(output.tensor);
  // A fully connected layer whose weights would need a left shift saturates instead of leaving INT8.
  WeightSettings settings = l.weight_settings(output);
  settings.clamp_shift = true;
  const QuantisedWeights q = *quantise_weights(weights, bias, *in, *out, settings);

  std::vector<std::string> inputs = {l.integer_input(node.inputs[0]),
                                     l.add_constant(weights_name, q.weights)};
  if (bias) inputs.push_back(l.add_constant(bias_name, q.bias));
  Node integer("QGemm", std::move(inputs), {l.integer_output(output.tensor, q.output)}, kQuernDomain);
  integer.set("rshift", int64_t(q.shift)).set("relu", int64_t(!out->is_signed));
  l.emit(std::move(integer), node, output.activation);
  l.consume(output.activation);
  return "";
}

}  // namespace quern::bm1684
