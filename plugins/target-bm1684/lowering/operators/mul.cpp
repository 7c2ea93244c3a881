// Mul: by a constant per tensor (QRescale), by a constant per channel (QScale, with the Add behind it), or
// of two activations (QMul).
#include <algorithm>
#include <cmath>

#include "lowering/fixed_point.hpp"
#include "lowering/operators.hpp"

namespace quern::bm1684 {
namespace {

// One value per channel of a tensor of the given rank: shape [C,1,1] or [1,C,1,1] and the like.
bool is_per_channel(const Tensor& constant, const Shape& shape) {
  if (shape.size() < 2 || constant.count() != shape[1]) return false;
  const size_t rank = shape.size();
  if (constant.dims.size() > rank) return false;
  for (size_t i = 0; i < constant.dims.size(); ++i) {
    const size_t axis = rank - constant.dims.size() + i;
    if (constant.dims[i] != (axis == 1 ? shape[1] : 1)) return false;
  }
  return rank - constant.dims.size() <= 1;
}

std::string lower_by_scalar(Lowering& l, const Node& node, const std::string& tensor, float factor) {
  const FusedOutput output = l.fused_output(node);
  const auto in = l.input_quantisation(tensor);
  const auto out = l.output_quantisation(output);
  if (!in) return l.no_threshold(tensor);
  if (!out) return l.no_threshold(output.tensor);
  const auto m = multiplier_for(double(factor) * in->scale() / out->scale());
  if (!m) return "its factor is too large for the thresholds";
  Node integer("QRescale", {l.integer_input(tensor)}, {l.integer_output(output.tensor, *out)}, kQuernDomain);
  integer.set("multiplier", int64_t(m->multiplier))
      .set("rshift", int64_t(m->shift))
      .set("relu", int64_t(!out->is_signed));
  l.emit(std::move(integer), node, output.activation);
  l.consume(output.activation);
  return "";
}

struct ChannelScale {
  int scale = 0, bias = 0, shift = 0;
};

// t = sat16(x * scale + bias); y = t >> shift. The largest shift for which neither leaves its field and the
// sum cannot leave 16 bits for |x| <= maximum.
ChannelScale channel_scale(double factor, double offset, int maximum) {
  for (int shift = kMaxElementShift - 1; shift > 0; --shift) {
    const double scale = std::round(std::ldexp(factor, shift));
    const double bias = std::round(std::ldexp(offset, shift)) + std::ldexp(1, shift - 1);
    if (std::fabs(scale) <= 127 && std::fabs(bias) + std::fabs(scale) * maximum <= 32767)
      return {int(scale), int(bias), shift};
  }
  const auto clamped = [](double v, double limit) {
    return int(std::clamp(std::round(v), -limit - 1, limit));
  };
  return {clamped(factor, 127), clamped(offset, 32767), 0};
}

std::string lower_by_channel(Lowering& l, const Node& node, const std::string& tensor,
                             const Tensor& factors) {
  const Shape& shape = l.shape(tensor);
  const Node* add = l.index().only_consumer(node.outputs[0]);
  const Tensor* offsets = nullptr;
  if (add && add->is("Add")) {
    for (size_t i = 0; i < 2; ++i)
      if (const Tensor* t = l.constant(*add, i); t && t->type == DataType::Float && is_per_channel(*t, shape))
        offsets = t;
  }
  const Node& last = offsets ? *add : node;
  const FusedOutput output = l.fused_output(last);
  const auto in = l.input_quantisation(tensor);
  const auto out = l.output_quantisation(output);
  if (!in) return l.no_threshold(tensor);
  if (!out) return l.no_threshold(output.tensor);

  const int64_t channels = factors.count();
  Tensor scale(DataType::Int8, {channels}), bias(DataType::Int16, {channels});
  std::vector<int64_t> shifts;
  for (int64_t c = 0; c < channels; ++c) {
    const double offset = offsets ? double(offsets->data<float>()[c]) / out->scale() : 0;
    const double factor = double(factors.data<float>()[c]) * in->scale() / out->scale();
    if (std::fabs(factor) > 127.5) return "a channel's factor is too large for the thresholds";
    const ChannelScale q = channel_scale(factor, offset, in->maximum() + 1);
    scale.mutable_data<int8_t>()[c] = int8_t(q.scale);
    bias.mutable_data<int16_t>()[c] = int16_t(q.bias);
    shifts.push_back(q.shift);
  }
  std::vector<std::string> inputs = {l.integer_input(tensor),
                                     l.add_constant(node.outputs[0] + "_scale", scale),
                                     l.add_constant(node.outputs[0] + "_bias", bias)};
  Node integer("QScale", std::move(inputs), {l.integer_output(output.tensor, *out)}, kQuernDomain);
  integer.set("rshifts", shifts).set("relu", int64_t(!out->is_signed));
  l.emit(std::move(integer), node, output.activation ? output.activation : offsets ? add : nullptr);
  if (offsets) l.consume(add);
  l.consume(output.activation);
  return "";
}

// The chip has no 8-bit multiplier behind a product of two tensors, so the output's scale is put on the grid
// s_a * s_b * 2^shift: at most one bit coarser than wanted.
std::string lower_of_activations(Lowering& l, const Node& node) {
  const FusedOutput output = l.fused_output(node);
  const auto a = l.input_quantisation(node.inputs[0]), b = l.input_quantisation(node.inputs[1]);
  auto out = l.output_quantisation(output);
  if (!a) return l.no_threshold(node.inputs[0]);
  if (!b) return l.no_threshold(node.inputs[1]);
  if (!out) return l.no_threshold(output.tensor);
  if (!l.integer(node.inputs[0]) && !l.integer(node.inputs[1])) return "none of its inputs is INT8";
  if (!a->is_signed && !b->is_signed) out->is_signed = false;  // the product of unsigned operands is unsigned

  const double product = double(a->scale()) * b->scale();
  const int shift = std::max(0, int(std::ceil(std::log2(out->scale() / product) - 1e-6)));
  if (shift > kMaxElementShift) return "the threshold of its output is too large for those of its inputs";
  const Quantisation actual = Quantisation::from_scale(std::ldexp(product, shift), out->is_signed);
  Node integer("QMul", {l.integer_input(node.inputs[0]), l.integer_input(node.inputs[1])},
               {l.integer_output(output.tensor, actual)}, kQuernDomain);
  integer.set("multiplier", int64_t(1)).set("rshift", int64_t(shift)).set("relu", int64_t(!actual.is_signed));
  l.emit(std::move(integer), node, output.activation);
  l.consume(output.activation);
  return "";
}

}  // namespace

std::string lower_mul(Lowering& l, const Node& node) {
  const Tensor* right = l.constant(node, 1);
  const Tensor* constant = right ? right : l.constant(node, 0);
  if (!constant) return lower_of_activations(l, node);
  if (constant->type != DataType::Float) return "it does not compute in float32";
  const std::string& tensor = node.inputs[right ? 0 : 1];
  if (!l.integer(tensor)) return "its input is not INT8";
  if (constant->count() == 1) return lower_by_scalar(l, node, tensor, constant->data<float>()[0]);
  if (is_per_channel(*constant, l.shape(tensor))) return lower_by_channel(l, node, tensor, *constant);
  return "its constant is neither one value nor one per channel";
}

}  // namespace quern::bm1684
