// QScale: an 8-bit factor, a 16-bit offset and a shift for every channel.
#include "layers/integer_scale.hpp"

#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// One value per channel, in every byte or half of a word, so that it serves all batches.
LayerTensor per_channel(Translator& t, const std::string& name, Element element,
                        const std::vector<int64_t>& values) {
  std::vector<uint32_t> words;
  for (const int64_t value : values)
    words.push_back(element == Element::I8 ? uint32_t(uint8_t(value)) * 0x01010101u
                                           : uint32_t(uint16_t(value)) * 0x00010001u);
  ChipTensor tensor;
  tensor.name = name;
  tensor.element = element;
  tensor.shape = {1, int64_t(values.size()), 1, 1};
  tensor.strides = dense_strides(tensor.shape);
  tensor.storage = t.coefficient(words.data(), words.size() * 4);
  t.network().tensors.push_back(tensor);
  return {int(t.network().tensors.size()) - 1, canonical_dims(tensor.shape)};
}

}  // namespace

std::string translate_integer_scale(Translator& t, const Node& node) {
  const quern::Tensor *scale = t.constant(node, 1), *bias = t.constant(node, 2);
  if (!scale || !bias) return "its factors are not constant";
  std::vector<int64_t> shifts = node.get_ints("rshifts");
  for (int64_t& shift : shifts) {
    if (shift < 0 || shift > 15) return "it shifts by more than 15 bits";
    shift = -shift;  // to the right
  }
  auto layer = std::make_unique<IntegerScaleLayer>();
  layer->inputs = {t.canonical(node.inputs[0]),
                   per_channel(t, node.inputs[1], Element::I8, scale->to_int64()),
                   per_channel(t, node.inputs[2], Element::I16, bias->to_int64()),
                   per_channel(t, node.name + "/shifts", Element::I16, shifts)};
  layer->output = {t.make(node.outputs[0]), layer->inputs[0].dims};
  t.add(node, std::move(layer));
  return "";
}

}  // namespace quern::bm1684
