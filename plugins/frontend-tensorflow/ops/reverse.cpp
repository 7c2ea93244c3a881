// Turning axes round, and rolling along them.
#include <algorithm>

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// Reverses these axes (positions in the order that the tensor lies in).
void make_reversed(Context& layer, const std::vector<int64_t>& axes) {
  const Permutation order = layer.order(0);
  if (axes.empty()) return layer.forward(0);
  std::vector<int64_t> held;
  for (const int64_t axis : axes) held.push_back(position_of(axis, order));
  Emitter& emit = layer.emit();
  layer.make("Slice",
             {layer.input(0, order), emit.ints("from", std::vector<int64_t>(held.size(), -1)),
              emit.ints("to", std::vector<int64_t>(held.size(), INT64_MIN)), emit.ints("axes", held),
              emit.ints("step", std::vector<int64_t>(held.size(), -1))},
             {}, order);
}

// ReverseV2(tensor, axes).
void translate_reverse_v2(Context& layer) {
  std::vector<int64_t> axes = layer.ints(1, "the axes to reverse");
  for (int64_t& axis : axes) axis = layer.axis(axis, layer.rank(0));
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  make_reversed(layer, axes);
}
QUERN_TRANSLATOR(Context, "ReverseV2", translate_reverse_v2);

// Reverse(tensor, whether to reverse each axis).
void translate_reverse(Context& layer) {
  const std::vector<int64_t> which = layer.ints(1, "the axes to reverse");
  if (which.size() != layer.rank(0))
    throw InputError("Reverse does not say of every axis whether to reverse it");
  std::vector<int64_t> axes;
  for (size_t i = 0; i < which.size(); ++i)
    if (which[i]) axes.push_back(int64_t(i));
  make_reversed(layer, axes);
}
QUERN_TRANSLATOR(Context, "Reverse", translate_reverse);

// ReverseSequence(tensor, lengths): attributes seq_dim, batch_dim.
void translate_reverse_sequence(Context& layer) {
  const size_t rank = layer.rank(0);
  layer.make("ReverseSequence", {layer.input(0), layer.as_int64(1)},
             {{"time_axis", layer.axis(layer.attribute("seq_dim", int64_t(0)), rank)},
              {"batch_axis", layer.axis(layer.attribute("batch_dim", int64_t(0)), rank)}});
}
QUERN_TRANSLATOR(Context, "ReverseSequence", translate_reverse_sequence);

// Roll(tensor, shifts, axes): what leaves at the end comes back in front.
void translate_roll(Context& layer) {
  const Shape dims = layer.shape(0);
  const std::vector<int64_t> shifts = layer.ints(1, "the shift"), axes = layer.ints(2, "the axes to roll");
  if (shifts.size() != axes.size()) throw InputError("Roll has another number of shifts than of axes");
  const Permutation order = layer.order(0);
  Emitter& emit = layer.emit();
  std::string tensor = layer.input(0, order);
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t axis = layer.axis(axes[i], dims.size()), size = dims[size_t(axis)];
    const int64_t shift = size == 0 ? 0 : (shifts[i] % size + size) % size;
    if (shift == 0) continue;
    const int64_t position = position_of(axis, order);
    const std::string cut = emit.ints("cut", {size - shift}), where = emit.ints("axis", {position});
    const std::string front = emit.add("front", "Slice", {tensor, cut, emit.ints("end", {size}), where});
    const std::string back = emit.add("back", "Slice", {tensor, emit.ints("begin", {0}), cut, where});
    tensor = emit.add("rolled", "Concat", {front, back}, {{"axis", position}});
  }
  layer.define(tensor, order);
}
QUERN_TRANSLATOR(Context, "Roll", translate_roll);

}  // namespace
}  // namespace quern::frontend::tensorflow
