// Add, Sub, Mul, Div, Max, Min, Sum, Mean in f32, of any number of operands.
#include "layers/elementwise.hpp"

#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

Arithmetic::Kind kind_of(const Node& node) {
  if (node.is("Sub")) return Arithmetic::Kind::Sub;
  if (node.is("Mul")) return Arithmetic::Kind::Mul;
  if (node.is("Max")) return Arithmetic::Kind::Max;
  if (node.is("Min")) return Arithmetic::Kind::Min;
  return Arithmetic::Kind::Add;
}

}  // namespace

std::string translate_elementwise(Translator& t, const Node& node) {
  const Shape& y = t.shape(node.outputs[0]);
  if (is_byte(t.element(node.outputs[0]))) return translate_integer_extremum(t, node);
  if (t.element(node.outputs[0]) != Element::F32)
    return "the chip computes with float and 8-bit numbers only";
  if (node.inputs.size() == 1) return translate_reshape(t, node);
  const Dims dims = canonical_dims(y);
  if (dims.c > kMaxSize || dims.h > kMaxSize || dims.w > kMaxSize || dims.n > kMaxSize)
    return "an axis of more than 65535 has no encoding";
  LayerTensor left{};
  const size_t last = node.inputs.size();
  for (size_t i = 1; i < last; ++i) {
    auto layer = std::make_unique<ElementwiseLayer>();
    layer->operation = kind_of(node);
    layer->is_division = node.is("Div");
    const std::optional<float> a = i == 1 ? t.scalar(node, 0) : std::nullopt, b = t.scalar(node, i);
    if (a && !b) {
      layer->number = a;
      layer->number_is_first = true;
      layer->inputs = {t.broadcast(node.inputs[1], y)};
    } else {
      layer->inputs = {i == 1 ? t.broadcast(node.inputs[0], y) : left};
      if (b)
        layer->number = b;
      else
        layer->inputs.push_back(t.broadcast(node.inputs[i], y));
    }
    const bool is_result = i + 1 == last && !node.is("Mean");
    const int made = is_result ? t.make(node.outputs[0]) : t.helper(node.name + "/part", Element::F32, y);
    left = layer->output = {made, dims};
    t.add(node, std::move(layer));
  }
  if (node.is("Mean")) {
    auto layer = std::make_unique<ElementwiseLayer>();
    layer->operation = Arithmetic::Kind::Mul;
    layer->number = 1.0f / float(last);
    layer->inputs = {left};
    layer->output = {t.make(node.outputs[0]), dims};
    t.add(node, std::move(layer));
  }
  return "";
}

}  // namespace quern::bm1684
