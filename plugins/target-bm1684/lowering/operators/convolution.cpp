#include "lowering/operators/convolution.hpp"

#include <algorithm>

#include "lowering/weights.hpp"

namespace quern::bm1684 {
namespace {

// Puts the values of the missing height axis in front of 1-D attribute values.
std::vector<int64_t> widen(const std::vector<int64_t>& values, bool is_1d, int64_t height) {
  if (!is_1d) return values;
  std::vector<int64_t> wide;
  for (const int64_t v : values) {
    wide.push_back(height);
    wide.push_back(v);
  }
  return wide;
}

Shape with_height(const Shape& shape) { return {shape[0], shape[1], 1, shape[2]}; }

// Emits a Reshape of an integer tensor and returns the name of its result.
std::string reshape(Lowering& l, const Node& node, const std::string& from, const std::string& to,
                    const Shape& shape) {
  const std::string target = l.add_constant(to + "_shape", Tensor::from<int64_t>(shape));
  l.emit(Node("Reshape", {from, target}, {to}), node);
  return to;
}

std::string reason_against(const Node& node, const Tensor* weights, size_t rank) {
  if (!weights || weights->type != DataType::Float) return "its weights are not constant";
  if (rank != 3 && rank != 4) return "only 1-D and 2-D convolutions have an INT8 form";
  const auto above = [](const std::vector<int64_t>& values, int64_t limit) {
    return std::any_of(values.begin(), values.end(), [&](int64_t v) { return v > limit; });
  };
  if (above(node.get_ints("strides"), kMaxStride)) return "a stride above 15 does not fit the command";
  if (above(node.get_ints("dilations"), kMaxDilation)) return "a dilation above 15 does not fit the command";
  return "";
}

}  // namespace

std::string lower_convolution(Lowering& l, const Node& node, const char* op) {
  const Tensor* weights = l.constant(node, 1);
  const Shape& shape = l.shape(node.inputs[0]);
  const bool is_1d = shape.size() == 3;
  if (std::string reason = reason_against(node, weights, shape.size()); !reason.empty()) return reason;
  const Tensor* bias = l.constant(node, 2);
  if (node.has_input(2) && !bias) return "its bias is not constant";

  const FusedOutput output = l.fused_output(node);
  const auto in = l.input_quantisation(node.inputs[0]);
  const auto out = l.output_quantisation(output);
  if (!in) return l.no_threshold(node.inputs[0]);
  if (!out) return l.no_threshold(output.tensor);
  std::optional<QuantisedWeights> q = quantise_weights(*weights, bias, *in, *out, l.weight_settings(output));
  if (!q)
    return "its weights need a left shift: the threshold of its output is too small for that of its input";

  std::string x = l.integer_input(node.inputs[0]);
  if (is_1d) x = reshape(l, node, x, l.helper(x + "_2d", with_height(shape), *in), with_height(shape));
  if (is_1d) q->weights = q->weights.reshaped(with_height(weights->dims));
  std::vector<std::string> inputs = {x, l.add_constant(node.inputs[1], q->weights)};
  if (bias) inputs.push_back(l.add_constant(node.inputs[2], q->bias));

  const std::string y = l.integer_output(output.tensor, q->output);
  const Shape& y_shape = l.shape(output.tensor);
  const std::string result = is_1d ? l.helper(y + "_2d", with_height(y_shape), q->output) : y;
  Node integer(op, std::move(inputs), {result}, kQuernDomain);
  const Shape kernel(weights->dims.begin() + 2, weights->dims.end());
  const Shape ones(kernel.size(), 1), zeros(kernel.size(), 0), no_pads(2 * kernel.size(), 0);
  integer.set("kernel_shape", widen(kernel, is_1d, 1));
  integer.set("strides", widen(node.get_ints("strides", ones), is_1d, 1));
  integer.set("dilations", widen(node.get_ints("dilations", ones), is_1d, 1));
  integer.set("pads", widen(node.get_ints("pads", no_pads), is_1d, 0));
  if (node.has("output_padding"))
    integer.set("output_padding", widen(node.get_ints("output_padding", zeros), is_1d, 0));
  integer.set("group", node.get_int("group", 1));
  integer.set("rshift", int64_t(q->shift));
  integer.set("relu", int64_t(!out->is_signed));
  l.emit(std::move(integer), node, output.activation);
  if (is_1d) reshape(l, node, result, y, y_shape);
  l.consume(output.activation);
  return "";
}

}  // namespace quern::bm1684
