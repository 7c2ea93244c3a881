// transpose, flip, roll: the order of axes and of what lies along them.
#include <algorithm>
#include <limits>

#include "ops/context.hpp"

namespace quern::frontend::paddle {
namespace {

void translate_transpose(Context& layer) {
  const std::string x = layer.input("X");
  std::vector<int64_t> order = axes_from_front(layer.ints("axis"), layer.rank(x));
  layer.make("Transpose", {x}, {{"perm", std::move(order)}});
}

void translate_flip(Context& layer) {
  const std::string x = layer.input("X");
  std::vector<int64_t> axes = layer.ints("axis", layer.ints("dims"));
  axes = axes_from_front(axes, layer.rank(x));
  const size_t n = axes.size();
  Emitter& emit = layer.emit();
  layer.make("Slice", {x, emit.ints("starts", std::vector<int64_t>(n, -1)),
                       emit.ints("ends", std::vector<int64_t>(n, std::numeric_limits<int64_t>::min())),
                       emit.ints("axes", axes), emit.ints("steps", std::vector<int64_t>(n, -1))});
}

// Moves what lies along an axis by `shift` places towards the end; what leaves comes in at the front.
std::string rolled(Context& layer, const std::string& x, int64_t axis, int64_t shift) {
  const int64_t size = layer.shape(x)[size_t(axis)];
  const int64_t cut = size == 0 ? 0 : ((size - shift % size) % size + size) % size;
  if (cut == 0) return x;
  Emitter& emit = layer.emit();
  const auto part = [&](int64_t begin, int64_t end) {
    return layer.add("part", "Slice",
                     {x, emit.ints("begin", {begin}), emit.ints("end", {end}), emit.ints("axis", {axis})});
  };
  return layer.add("rolled", "Concat", {part(cut, size), part(0, cut)}, {{"axis", axis}});
}

// Without axes the tensor is rolled as one long list.
void translate_roll(Context& layer) {
  const std::string x = layer.input("X");
  const Shape dims = layer.shape(x);
  const std::vector<int64_t> shifts = layer.ints_of("shifts", "ShiftsTensor");
  const std::vector<int64_t> axes = axes_from_front(layer.ints("axis"), dims.size());
  if (axes.empty()) {
    if (shifts.size() != 1) throw InputError("roll without axes needs one shift");
    const std::string flat = layer.reshape("flat", x, {element_count(dims)});
    return layer.make("Reshape", {rolled(layer, flat, 0, shifts[0]), layer.emit().ints("shape", dims)});
  }
  if (shifts.size() != axes.size()) throw InputError("roll needs one shift per axis");
  std::string y = x;
  for (size_t i = 0; i < axes.size(); ++i) y = rolled(layer, y, axes[i], shifts[i]);
  layer.make("Identity", {y});
}

QUERN_PADDLE_OP("transpose", translate_transpose);
QUERN_PADDLE_OP("transpose2", translate_transpose);
QUERN_PADDLE_OP("flip", translate_flip);
QUERN_PADDLE_OP("roll", translate_roll);

}  // namespace
}  // namespace quern::frontend::paddle
