// Pad, PadV2, MirrorPad: paddings [rank, 2] in front of and behind each axis.
#include "ops/context.hpp"

namespace quern::frontend::tensorflow {
namespace {

// ONNX: all fronts, then all ends, in the order the tensor lies in.
std::vector<int64_t> onnx_pads(Context& layer, size_t rank, const Permutation& order) {
  const std::vector<int64_t> given = layer.ints(1, "the padding");
  if (given.size() != 2 * rank)
    throw InputError("the padding has " + std::to_string(given.size()) + " entries, not " +
                     std::to_string(2 * rank));
  std::vector<int64_t> pads;
  for (const size_t side : {0, 1})
    for (const int64_t axis : spelled_out(order, rank)) pads.push_back(given[2 * size_t(axis) + side]);
  return pads;
}

void translate_pad(Context& layer) {
  const size_t rank = layer.rank(0);
  const Permutation order = layer.order(0);
  std::vector<std::string> inputs = {layer.input(0, order),
                                     layer.emit().ints("pads", onnx_pads(layer, rank, order))};
  if (layer.input_count() > 2) inputs.push_back(layer.input(2));
  layer.make("Pad", inputs, {{"mode", std::string("constant")}}, order);
}
QUERN_TRANSLATOR(Context, "Pad", translate_pad);
QUERN_TRANSLATOR(Context, "PadV2", translate_pad);

void translate_mirror_pad(Context& layer) {
  const size_t rank = layer.rank(0);
  const Permutation order = layer.order(0);
  const std::vector<int64_t> pads = onnx_pads(layer, rank, order);
  if (layer.text("mode", "REFLECT") == "REFLECT") {
    layer.make("Pad", {layer.input(0, order), layer.emit().ints("pads", pads)},
               {{"mode", std::string("reflect")}}, order);
    return;
  }
  // SYMMETRIC repeats the border, which opset 17 lacks: the mirrored pieces are joined to it axis by axis.
  const Shape dims = permuted_dims(layer.shape(0), order);
  Emitter& emit = layer.emit();
  std::string tensor = layer.input(0, order);
  for (size_t axis = 0; axis < rank; ++axis) {
    const int64_t front = pads[axis], end = pads[rank + axis], size = dims[axis];
    if (front < 0 || end < 0 || front > size || end > size)
      throw InputError("a mirrored padding is larger than the tensor");
    if (front == 0 && end == 0) continue;
    const std::string axes = emit.ints("axis", {int64_t(axis)}), back = emit.ints("step", {-1});
    const auto mirrored = [&](int64_t from, int64_t to) {  // elements from, from - 1, ..., to
      return emit.add(
          "mirrored", "Slice",
          {tensor, emit.ints("from", {from}), emit.ints("to", {to > 0 ? to - 1 : INT64_MIN}), axes, back});
    };
    std::vector<std::string> pieces;
    if (front > 0) pieces.push_back(mirrored(front - 1, 0));
    pieces.push_back(tensor);
    if (end > 0) pieces.push_back(mirrored(size - 1, size - end));
    tensor = emit.add("joined", "Concat", pieces, {{"axis", int64_t(axis)}});
  }
  layer.define(tensor, order);
}
QUERN_TRANSLATOR(Context, "MirrorPad", translate_mirror_pad);

}  // namespace
}  // namespace quern::frontend::tensorflow
