// Relu, Clip, LeakyRelu and PRelu in f32.
#include "layers/clamp.hpp"

#include "translate/operators.hpp"

namespace quern::bm1684 {

std::string translate_clamp(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::F32) return "the chip computes with float and 8-bit numbers only";
  auto layer = std::make_unique<ClampLayer>();
  if (node.is("Relu")) layer->low = 0;
  if (node.is("Clip")) {
    for (const size_t i : {1, 2}) {
      if (!node.has_input(i)) continue;
      const std::optional<float> bound = t.scalar(node, i);
      if (!bound) return "its bounds are not constant";
      (i == 1 ? layer->low : layer->high) = *bound;
    }
  }
  layer->inputs = {t.canonical(node.inputs[0])};
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

std::string translate_leaky(Translator& t, const Node& node) {
  if (t.element(node.inputs[0]) != Element::F32) return "the chip computes with float and 8-bit numbers only";
  auto layer = std::make_unique<LeakyLayer>();
  layer->inputs = {t.canonical(node.inputs[0])};
  if (node.is("LeakyRelu"))
    layer->slope = node.get_float("alpha", 0.01f);
  else if (const auto slope = t.scalar(node, 1))
    layer->slope = slope;
  else
    layer->inputs.push_back(t.broadcast(node.inputs[1], t.shape(node.outputs[0])));
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
