// Pad with a constant: a filled tensor with the input copied into it.
#include <bit>

#include "translate/operators.hpp"

namespace quern::bm1684 {

std::string translate_pad(Translator& t, const Node& node) {
  if (node.get_string("mode", "constant") != "constant") return "only constant padding is translated";
  const quern::Tensor* pads = t.constant(node, 1);
  if (!pads || (node.has_input(2) && !t.constant(node, 2))) return "its pads are not constant";
  const int source = t.tensor(node.inputs[0]);
  const ChipTensor x = t.at(source);
  const std::vector<int64_t> amount = pads->to_int64();
  const size_t rank = x.shape.size();
  if (amount.size() != 2 * rank) return "it pads some axes only";
  for (const int64_t p : amount)
    if (p < 0) return "negative pads are not translated";
  if (is_byte(x.element) && (amount[0] != 0 || amount[rank] != 0))
    return "batches of 8-bit numbers share words";

  SystemCopy fill;
  if (node.has_input(2)) {
    const quern::Tensor* value = t.constant(node, 2);
    fill.fill = x.element == Element::F32 ? std::bit_cast<uint32_t>(value->to_float()[0])
                                          : uint32_t(uint8_t(value->to_int64()[0])) * 0x01010101u;
  }
  const int target = t.make(node.outputs[0]);
  const ChipTensor y = t.at(target);
  fill.name = node.name;
  fill.target = y.storage;
  fill.dims = {element_count(word_shape(y.shape, y.element))};
  fill.target_strides = {1};
  t.add(fill);
  int64_t offset = 0;
  for (size_t i = 0; i < rank; ++i) offset += amount[i] * y.strides[i];
  t.copy(node.name, source, t.make_view(node.name + "/inside", x.shape, target, offset, y.strides));
  return "";
}

}  // namespace quern::bm1684
