// Pad: with a constant, a filled tensor with the input copied into it; with the input's own elements, copies
// along one axis after the other. Negative pads cut off.
#include "translate/operators/pad.hpp"

#include <bit>

#include "translate/gathered.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// The index that a place outside of an axis takes its element from.
int64_t inside(int64_t place, int64_t size, const std::string& mode) {
  if (mode == "edge" || size == 1) return std::clamp<int64_t>(place, 0, size - 1);
  const int64_t period = 2 * (size - 1);  // reflect: there and back
  place = (place % period + period) % period;
  return place < size ? place : period - place;
}

void pad_with_itself(Translator& t, const Node& node, const std::vector<int64_t>& amount,
                     const std::string& mode) {
  int made = t.tensor(node.inputs[0]);
  const size_t rank = t.at(made).shape.size();
  for (size_t axis = 0; axis < rank; ++axis) {
    if (amount[axis] == 0 && amount[axis + rank] == 0) continue;
    const int64_t size = t.at(made).shape[axis];
    std::vector<int64_t> indices;
    for (int64_t i = -amount[axis]; i < size + amount[axis + rank]; ++i)
      indices.push_back(inside(i, size, mode));
    made = gathered(t, node.name, made, axis, indices);
  }
  t.make_view(node.outputs[0], t.shape(node.outputs[0]), made, 0, t.at(made).strides);
}

}  // namespace

int padded(Translator& t, const std::string& name, int source, const std::vector<int64_t>& amount,
           uint32_t fill_word, int target) {
  const ChipTensor x = t.at(source), y = t.at(target);
  SystemCopy fill;
  fill.fill = fill_word;
  fill.name = name;
  fill.target = y.storage;
  fill.target_offset = y.offset;
  fill.dims = {element_count(word_shape(y.shape, y.element))};
  fill.target_strides = {1};
  t.add(fill);
  int64_t from = 0, to = 0;
  Shape kept = x.shape;
  const size_t rank = kept.size();
  for (size_t i = 0; i < rank; ++i) {
    from += std::max<int64_t>(0, -amount[i]) * x.strides[i];
    to += std::max<int64_t>(0, amount[i]) * y.strides[i];
    kept[i] += std::min<int64_t>(0, amount[i]) + std::min<int64_t>(0, amount[i + rank]);
  }
  t.copy(name, t.make_view(name + "/kept", kept, source, from, x.strides),
         t.make_view(name + "/inside", kept, target, to, y.strides));
  return target;
}

std::string translate_pad(Translator& t, const Node& node) {
  const std::string mode = node.get_string("mode", "constant");
  const quern::Tensor* pads = t.constant(node, 1);
  if (!pads || (node.has_input(2) && !t.constant(node, 2))) return "its pads are not constant";
  const int source = t.tensor(node.inputs[0]);
  const ChipTensor x = t.at(source);
  const std::vector<int64_t> amount = pads->to_int64();
  const size_t rank = x.shape.size();
  if (amount.size() != 2 * rank) return "it pads some axes only";
  if (element_count(t.shape(node.outputs[0])) == 0) return "nothing is left";
  if (mode != "constant") {
    for (const int64_t p : amount)
      if (p < 0) return "pads of this mode are not negative";
    pad_with_itself(t, node, amount, mode);
    return "";
  }
  if (is_byte(x.element) && (amount[0] != 0 || amount[rank] != 0))
    return "batches of 8-bit numbers share words";
  uint32_t fill = 0;
  if (node.has_input(2)) {
    const quern::Tensor* value = t.constant(node, 2);
    fill = x.element == Element::F32 ? std::bit_cast<uint32_t>(value->to_float()[0])
                                     : uint32_t(uint8_t(value->to_int64()[0])) * 0x01010101u;
  }
  padded(t, node.name, source, amount, fill, t.make(node.outputs[0]));
  return "";
}

}  // namespace quern::bm1684
