// Joining tensors: along an axis they have, or along a new one.
#include "ops/elementwise.hpp"

namespace quern::frontend::tensorflow {
namespace {

// The order that one of the inputs lies in, preferring one that is not the source's.
Permutation common_order(Context& layer, size_t first, size_t end) {
  for (size_t i = first; i < end; ++i)
    if (!layer.is_constant(i) && !layer.order(i).empty()) return layer.order(i);
  return {};
}

void make_concat(Context& layer, size_t first, size_t end, size_t axis_input) {
  if (first >= end) throw InputError("nothing to join");
  const int64_t axis = layer.axis(layer.integer(axis_input, "the axis to join along"), layer.rank(first));
  const Permutation order = common_order(layer, first, end);
  std::vector<std::string> inputs;
  for (size_t i = first; i < end; ++i) inputs.push_back(layer.input(i, order));
  layer.make("Concat", inputs, {{"axis", position_of(axis, order)}}, order);
}

void translate_concat(Context& layer) { make_concat(layer, 1, layer.input_count(), 0); }
void translate_concat_v2(Context& layer) {
  if (layer.input_count() == 0) throw InputError("nothing to join");
  make_concat(layer, 0, layer.input_count() - 1, layer.input_count() - 1);
}
QUERN_TRANSLATOR(Context, "Concat", translate_concat);
QUERN_TRANSLATOR(Context, "ConcatV2", translate_concat_v2);

// Pack: each input gets a new axis of 1, along which they are joined.
void translate_pack(Context& layer) {
  const size_t count = layer.input_count(), rank = layer.rank(0);
  const int64_t axis = layer.axis(layer.attribute("axis", int64_t(0)), rank + 1);
  const Permutation order = common_order(layer, 0, count), result = with_axis(order, axis, rank);
  const int64_t position = position_of(axis, result);
  const std::string axes = layer.emit().ints("axes", {position});
  std::vector<std::string> pieces;
  for (size_t i = 0; i < count; ++i)
    pieces.push_back(layer.emit().add("piece", "Unsqueeze", {layer.input(i, order), axes}));
  layer.make("Concat", pieces, {{"axis", position}}, result);
}
QUERN_TRANSLATOR(Context, "Pack", translate_pack);

}  // namespace
}  // namespace quern::frontend::tensorflow
