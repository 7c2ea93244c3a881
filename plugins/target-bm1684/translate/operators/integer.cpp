// The 8-bit elementwise operators of int8.onnx, look-ups and casts.
#include "layers/cast.hpp"
#include "layers/integer_elementwise.hpp"
#include "layers/lookup.hpp"
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
    return "the chip multiplies no 16-bit values";
  add_broadcast(t, node, std::move(layer), is_rescale ? 1 : 2);
  return "";
}

std::string translate_integer_extremum(Translator& t, const Node& node) {
  if (node.inputs.size() != 2) return "it has not two operands";
  if (t.element(node.inputs[0]) != t.element(node.inputs[1])) return "its operands have different signs";
  auto layer = std::make_unique<IntegerExtremumLayer>();
  layer->operation = node.op_type == "Max" ? Arithmetic::Kind::Max : Arithmetic::Kind::Min;
  add_broadcast(t, node, std::move(layer), 2);
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
