// pad, pad2d, pad3d: constant, reflect, edge (replicate), circular.
#include "ops/layout.hpp"

namespace quern::frontend::paddle {
namespace {

// Cells added before and after each axis.
struct Amounts {
  std::vector<int64_t> before, after;
};

// Takes the cells that wrap around from the other end, axis by axis.
std::string wrap_around(Context& layer, std::string x, const Amounts& amounts) {
  Emitter& emit = layer.emit();
  for (size_t axis = 0; axis < amounts.before.size(); ++axis) {
    const int64_t size = layer.shape(x)[axis], before = amounts.before[axis], after = amounts.after[axis];
    if (before == 0 && after == 0) continue;
    if (before < 0 || after < 0 || before > size || after > size)
      throw InputError("circular padding wider than the axis");
    const auto part = [&](int64_t begin, int64_t end) {
      return layer.add(
          "part", "Slice",
          {x, emit.ints("begin", {begin}), emit.ints("end", {end}), emit.ints("axis", {int64_t(axis)})});
    };
    std::vector<std::string> parts = {x};
    if (before > 0) parts.insert(parts.begin(), part(size - before, size));
    if (after > 0) parts.push_back(part(0, after));
    x = layer.add("wrapped", "Concat", parts, {{"axis", int64_t(axis)}});
  }
  return x;
}

void pad(Context& layer, const Amounts& amounts, const std::string& mode, float value) {
  const std::string x = layer.input("X");
  if (mode == "circular") return layer.make("Identity", {wrap_around(layer, x, amounts)});
  std::vector<int64_t> all = amounts.before;
  all.insert(all.end(), amounts.after.begin(), amounts.after.end());
  std::vector<std::string> inputs = {x, layer.emit().ints("pads", all)};
  if (mode == "constant" && layer.type(x) == DataType::Float)
    inputs.push_back(layer.emit().scalar("value", value));
  else if (mode == "constant" && value != 0)
    throw UnsupportedError("padding of integers with a value");
  layer.make("Pad", inputs, {{"mode", mode == "replicate" ? "edge" : mode}});
}

// Pairs (before, after) for every axis from the first on.
void translate_pad(Context& layer) {
  const std::vector<int64_t> pairs = layer.ints("paddings");
  if (pairs.size() != 2 * layer.rank(layer.input("X"))) throw InputError("pad needs two numbers per axis");
  Amounts amounts;
  for (size_t i = 0; i < pairs.size(); i += 2) {
    amounts.before.push_back(pairs[i]);
    amounts.after.push_back(pairs[i + 1]);
  }
  pad(layer, amounts, "constant", layer.number("pad_value", 0));
}

// Spatial axes only; `pairs` begins with that of the first spatial axis.
void pad_spatial(Context& layer, const std::vector<int64_t>& pairs, const std::string& mode, float value) {
  const size_t axes = layer.rank(layer.input("X"));
  if (axes < 3 || pairs.size() != 2 * (axes - 2))
    throw InputError("padding " + std::to_string(axes) + " axes with " + std::to_string(pairs.size()) +
                     " numbers");
  Amounts amounts{std::vector<int64_t>(axes, 0), std::vector<int64_t>(axes, 0)};
  const size_t first = is_channels_last(layer) ? 1 : 2;
  for (size_t i = 0; i < pairs.size() / 2; ++i) {
    amounts.before[first + i] = pairs[2 * i];
    amounts.after[first + i] = pairs[2 * i + 1];
  }
  pad(layer, amounts, mode, value);
}

// top, bottom, left, right
void translate_pad2d(Context& layer) {
  pad_spatial(layer, layer.ints_of("paddings", "Paddings"), layer.text("mode", "constant"),
              layer.number("pad_value", 0));
}

// left, right, top, bottom, front, back: the last axis first
void translate_pad3d(Context& layer) {
  const std::vector<int64_t> given = layer.ints_of("paddings", "Paddings");
  std::vector<int64_t> pairs;
  for (size_t i = given.size() / 2; i-- > 0;) pairs.insert(pairs.end(), {given[2 * i], given[2 * i + 1]});
  pad_spatial(layer, pairs, layer.text("mode", "constant"), layer.number("value", 0));
}

QUERN_PADDLE_OP("pad", translate_pad);
QUERN_PADDLE_OP("pad2d", translate_pad2d);
QUERN_PADDLE_OP("pad3d", translate_pad3d);

}  // namespace
}  // namespace quern::frontend::paddle
