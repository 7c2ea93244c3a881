// The 8-bit elementwise operators of int8.onnx, look-ups and casts.
#include <cmath>

#include "layers/cast.hpp"
#include "layers/elementwise.hpp"
#include "layers/functions/rounding.hpp"
#include "layers/integer_elementwise.hpp"
#include "layers/lookup.hpp"
#include "translate/composer.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// Adds a layer whose inputs all broadcast to the output.
template <class L>
L& add_broadcast(Translator& t, const Node& node, std::unique_ptr<L> layer, size_t inputs) {
  const Shape& y = t.shape(node.outputs[0]);
  for (size_t i = 0; i < inputs; ++i) layer->inputs.push_back(t.broadcast(node.inputs[i], y));
  layer->output = {t.make(node.outputs[0]), canonical_dims(y)};
  return t.add(node, std::move(layer));
}

LayerTensor as_floats(Translator& t, const Node& node, const std::string& name) {
  auto layer = std::make_unique<DequantizeLayer>();
  layer->inputs = {t.broadcast(name, t.shape(node.outputs[0]))};
  layer->output = Composer(t, node).helper(layer->inputs[0].dims);
  return t.add(node, std::move(layer)).output;
}

// The chip multiplies no 16-bit values. Products of three 8-bit values are whole numbers below 2^24: floats
// hold them, and halves of their fractions, exactly.
std::string multiply_as_floats(Translator& t, const Node& node) {
  const auto multiplier = float(node.get_int("multiplier", 1));
  const int64_t shift = node.get_int("rshift", 0);
  if (shift > 31) return "its shift is beyond 31";
  const float fraction = std::ldexp(1.0f, -int(shift));
  Composer compose(t, node);
  LayerTensor a = as_floats(t, node, node.inputs[0]), b = as_floats(t, node, node.inputs[1]);
  const Dims dims = canonical_dims(t.shape(node.outputs[0]));
  auto product = std::make_unique<ElementwiseLayer>();
  product->operation = Arithmetic::Kind::Mul;
  product->inputs = {a, b};
  product->output = compose.helper(dims);
  const LayerTensor ab = t.add(node, std::move(product)).output;
  const LayerTensor rounded =
      compose.function(ab, [multiplier, fraction](Elements& e, const Operand& y, const Operand& x) {
        const Temporary sum(e);
        e.multiply(sum, x, constant(multiplier));
        e.multiply(sum, sum, constant(fraction));
        if (fraction != 1) e.add(sum, sum, constant(0.5f));
        round_down(e, y, sum);
      });
  auto layer = std::make_unique<QuantizeLayer>();
  layer->inputs = {rounded};
  layer->output = {t.make(node.outputs[0]), dims};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace

std::string translate_integer_add(Translator& t, const Node& node) {
  auto layer = std::make_unique<IntegerAddLayer>();
  for (const int64_t m : node.get_ints("multipliers")) layer->multipliers.push_back(int(m));
  for (const int64_t r : node.get_ints("rshifts")) layer->shifts.push_back(int(r));
  add_broadcast(t, node, std::move(layer), node.inputs.size());
  return "";
}

std::string translate_integer_mul(Translator& t, const Node& node) {
  auto layer = std::make_unique<IntegerMulLayer>();
  layer->shift = int(node.get_int("rshift", 0));
  const bool is_rescale = node.op_type == "QRescale";
  if (is_rescale)
    layer->multiplier = int(node.get_int("multiplier", 1));
  else if (node.get_int("multiplier", 1) != 1)
    return multiply_as_floats(t, node);
  add_broadcast(t, node, std::move(layer), is_rescale ? 1 : 2);
  return "";
}

std::string translate_integer_extremum(Translator& t, const Node& node) {
  if (node.inputs.size() == 1) return translate_reshape(t, node);
  for (const std::string& input : node.inputs)
    if (t.element(input) != t.element(node.inputs[0])) return "its operands have different signs";
  const Shape& y = t.shape(node.outputs[0]);
  LayerTensor left = t.broadcast(node.inputs[0], y);
  for (size_t i = 1; i < node.inputs.size(); ++i) {
    auto layer = std::make_unique<IntegerExtremumLayer>();
    layer->operation = node.op_type == "Max" ? Arithmetic::Kind::Max : Arithmetic::Kind::Min;
    layer->inputs = {left, t.broadcast(node.inputs[i], y)};
    const bool is_last = i + 1 == node.inputs.size();
    const int made =
        is_last ? t.make(node.outputs[0]) : t.helper(node.name + "/part", t.element(node.inputs[0]), y);
    left = layer->output = {made, canonical_dims(y)};
    t.add(node, std::move(layer));
  }
  return "";
}

std::string translate_integer_leaky(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::I8) return "its input is unsigned";
  auto layer = std::make_unique<IntegerLeakyLayer>();
  layer->shift = int(node.get_int("rshift", 0));
  const bool is_leaky = node.op_type == "QLeakyRelu";
  if (is_leaky) layer->slope = int(node.get_int("multiplier", 1));
  const Shape& x = t.shape(node.inputs[0]);
  layer->inputs = {t.canonical(node.inputs[0])};
  if (!is_leaky) {  // [C] as [1, C, 1, ...]
    const int slopes = t.tensor(node.inputs[1]);
    Shape shape(x.size(), 1);
    std::vector<int64_t> strides(x.size(), 1);
    shape[1] = x[1];
    layer->inputs.push_back(
        t.seen_as(t.make_view(node.name + "/slopes", shape, slopes, 0, strides), canonical_dims(shape)));
  }
  layer->output = {t.make(node.outputs[0]), canonical_dims(x)};
  t.add(node, std::move(layer));
  return "";
}

std::string translate_lookup(Translator& t, const Node& node) {
  const quern::Tensor* table = t.constant(node, 1);
  if (!table || table->count() != 256) return "its table is not constant";
  auto layer = std::make_unique<LookupLayer>();
  layer->inputs = {t.canonical(node.inputs[0])};
  for (int k = 0; k < std::min(4, layer->inputs[0].dims.n); ++k) {
    std::vector<uint32_t> words;
    for (size_t i = 0; i < 256; ++i) words.push_back(uint32_t(table->blob.data()[i]) << (8 * k));
    layer->tables.push_back(t.lookup_table(words));
  }
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

std::string translate_quantize(Translator& t, const Node& node) {
  auto layer = std::make_unique<QuantizeLayer>();
  layer->inverse_scale = node.get_float("inverse_scale", 1);
  layer->inputs = {t.canonical(node.inputs[0])};
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

std::string translate_dequantize(Translator& t, const Node& node) {
  auto layer = std::make_unique<DequantizeLayer>();
  layer->scale = node.get_float("scale", 1);
  layer->inputs = {t.canonical(node.inputs[0])};
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
