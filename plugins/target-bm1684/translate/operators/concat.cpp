// Concat. Feature maps along their channels are a layer, which can stay in local memory. Otherwise the inputs
// are made where the result wants them in device memory, as far as each is the only tenant of its memory; the
// others are copied.
#include "layers/concat.hpp"

#include <algorithm>

#include "translate/gathered.hpp"
#include "translate/operators.hpp"

namespace quern::bm1684 {
namespace {

// The layer that makes `tensor` in memory that nothing else shares with it, or null.
const Layer* only_maker(const Network& network, int tensor) {
  const ChipTensor& x = network.tensors[size_t(tensor)];
  const Storage& storage = network.storages[size_t(x.storage)];
  if (storage.is_pinned || storage.is_coefficient() || x.offset != 0 || !is_dense(x)) return nullptr;
  if (element_count(word_shape(x.shape, x.element)) != storage.words) return nullptr;
  for (size_t i = 0; i < network.tensors.size(); ++i)
    if (int(i) != tensor && network.tensors[i].storage == x.storage) return nullptr;
  for (const NetworkPart& part : network.parts)
    if (const LayerPtr* layer = std::get_if<LayerPtr>(&part); layer && (*layer)->output.tensor == tensor)
      return layer->get();
  return nullptr;
}

// Four batches of 8 bits share a word: bytes are copied.
void concat_batches(Translator& t, const Node& node, int target) {
  clear_partial_words(t, node.name, target);
  int64_t batch = 0;
  for (const std::string& name : node.inputs) {
    const int input = t.tensor(name);
    for (int64_t i = 0; i < t.at(input).shape[0]; ++i) copy_batch(t, node.name, input, i, target, batch++);
  }
}

// Whether layers of four dimensions make all inputs, so that these may still be in local memory.
bool comes_from_layers(Translator& t, const Node& node) {
  for (const std::string& input : node.inputs) {
    const int tensor = t.graph().constant(input) ? -1 : t.tensor(input);
    const auto makes = [&](const NetworkPart& part) {
      const LayerPtr* layer = std::get_if<LayerPtr>(&part);
      return layer && (*layer)->output.tensor == tensor &&
             (*layer)->output.dims == canonical_dims(t.shape(input));
    };
    const auto& parts = t.network().parts;
    if (tensor < 0 || std::none_of(parts.begin(), parts.end(), makes)) return false;
  }
  return true;
}

}  // namespace

std::string translate_concat(Translator& t, const Node& node) {
  const Shape& y = t.shape(node.outputs[0]);
  const int64_t given = node.get_int("axis", 0);
  const auto axis = size_t(given < 0 ? given + int64_t(y.size()) : given);
  if (t.element(node.outputs[0]) == Element::I32) return "the chip moves float and 8-bit numbers only";
  if (y.size() == 4 && axis == 1 && y[1] <= kMaxChannels && comes_from_layers(t, node)) {
    auto layer = std::make_unique<ConcatLayer>();
    for (const std::string& input : node.inputs) layer->inputs.push_back(t.canonical(input));
    layer->output = {t.make(node.outputs[0]), canonical_dims(y)};
    t.add(node, std::move(layer));
    return "";
  }
  const int target = t.make(node.outputs[0]);
  if (axis == 0 && is_byte(t.element(node.outputs[0]))) {
    concat_batches(t, node, target);
    return "";
  }
  const ChipTensor whole = t.at(target);
  int64_t begin = 0;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const int input = t.tensor(node.inputs[i]);
    const int64_t offset = begin * whole.strides[axis];
    begin += t.at(input).shape[axis];
    ChipTensor& x = t.network().tensors[size_t(input)];
    ChipTensor moved = x;
    moved.storage = whole.storage;
    moved.offset = offset;
    moved.strides = whole.strides;
    // The layer that makes it must see the new place in its dimensions too.
    const Layer* maker = only_maker(t.network(), input);
    if (maker && view_as(moved, maker->output.dims)) {
      x = moved;
      continue;
    }
    const int part =
        t.make_view(node.name + "/part" + std::to_string(i), x.shape, target, offset, whole.strides);
    t.copy(node.name, input, part);
  }
  return "";
}

}  // namespace quern::bm1684
