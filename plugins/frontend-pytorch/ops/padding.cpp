// Padding, rolling, flipping, triangles, diagonals.
#include <algorithm>
#include <limits>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

// PyTorch lists (before, after) for the last axis first.
std::vector<int64_t> onnx_pads(const Call& call, const std::vector<int64_t>& pads, size_t rank) {
  if (pads.size() % 2 != 0 || pads.size() > 2 * rank)
    throw call.wrong(std::to_string(pads.size()) + " pads for a tensor of rank " + std::to_string(rank));
  std::vector<int64_t> result(2 * rank, 0);
  for (size_t i = 0; i < pads.size() / 2; ++i) {
    result[rank - 1 - i] = pads[2 * i];
    result[2 * rank - 1 - i] = pads[2 * i + 1];
  }
  return result;
}

void pad_with(Call& call, const std::string& mode, double value) {
  std::string x = call.tensor(0);
  const DataType type = call.type(x);
  const std::string pads = call.ints_constant("pads", onnx_pads(call, call.ints(1), call.rank(x)));
  if (mode == "constant") return call.make("Pad", {x, pads, call.scalar("value", value, type)});
  if (mode != "wrap") return call.make("Pad", {x, pads}, {{"mode", mode}});
  // Opset 17 cannot wrap around: the far ends are joined to each side, axis by axis.
  const std::vector<int64_t> all = onnx_pads(call, call.ints(1), call.rank(x));
  const size_t rank = call.rank(x);
  for (size_t axis = 0; axis < rank; ++axis) {
    const int64_t before = all[axis], after = all[rank + axis], size = call.shape(x)[axis];
    if (before == 0 && after == 0) continue;
    if (before < 0 || after < 0 || before > size || after > size)
      throw call.wrong("circular padding larger than the axis");
    const auto part = [&](int64_t begin, int64_t end) {
      return call.add("part", "Slice",
                      {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {end}),
                       call.ints_constant("axis", {int64_t(axis)})});
    };
    std::vector<std::string> parts;
    if (before > 0) parts.push_back(part(size - before, size));
    parts.push_back(x);
    if (after > 0) parts.push_back(part(0, after));
    x = call.add("wrapped", "Concat", parts, {{"axis", int64_t(axis)}});
  }
  call.make("Identity", {x});
}

// self, pad, mode, value
void pad(Call& call) {
  const std::string mode = call.text(2, "constant");
  pad_with(call, mode == "replicate" ? "edge" : mode == "circular" ? "wrap" : mode, call.number(3, 0));
}
void constant_pad(Call& call) { pad_with(call, "constant", call.number(2, 0)); }
void reflection_pad(Call& call) { pad_with(call, "reflect", 0); }
void replication_pad(Call& call) { pad_with(call, "edge", 0); }

// self, shifts, dims: elements that leave one end come in at the other. Without dims the tensor is flat.
void roll(Call& call) {
  std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const std::vector<int64_t> shifts = call.ints(1);
  std::vector<int64_t> dims = call.ints(2, {});
  const bool flat = dims.empty();
  if (flat) {
    dims.assign(1, 0);
    x = call.reshape("flat", x, {element_count(shape)});
  }
  if (shifts.size() != dims.size()) throw call.wrong("as many shifts as axes are needed");
  for (size_t i = 0; i < dims.size(); ++i) {
    const int64_t axis = call.axis_of(dims[i], call.rank(x)), size = call.shape(x).at(size_t(axis));
    const int64_t shift = size == 0 ? 0 : ((shifts[i] % size) + size) % size;
    if (shift == 0) continue;
    const auto part = [&](const char* name, int64_t begin, int64_t end) {
      return call.add(name, "Slice",
                      {x, call.ints_constant("begin", {begin}), call.ints_constant("end", {end}),
                       call.ints_constant("axis", {axis})});
    };
    x = call.add("rolled", "Concat", {part("tail", size - shift, size), part("head", 0, size - shift)},
                 {{"axis", axis}});
  }
  if (flat) return call.make("Reshape", {x, call.ints_constant("shape", shape)});
  call.make("Identity", {x});
}

void flip_axes(Call& call, std::vector<int64_t> axes) {
  const std::string x = call.tensor(0);
  const size_t rank = call.rank(x);
  for (int64_t& axis : axes) axis = call.axis_of(axis, rank);
  if (axes.empty() || rank == 0) return call.make("Identity", {x});
  const std::vector<int64_t> begin(axes.size(), -1), end(axes.size(), std::numeric_limits<int64_t>::min()),
      step(axes.size(), -1);
  call.make("Slice", {x, call.ints_constant("begin", begin), call.ints_constant("end", end),
                      call.ints_constant("axes", axes), call.ints_constant("step", step)});
}
void flip(Call& call) { flip_axes(call, call.ints(1)); }
void fliplr(Call& call) { flip_axes(call, {1}); }
void flipud(Call& call) { flip_axes(call, {0}); }
// self, k, dims: quarter turns from the first axis towards the second.
void rot90(Call& call) {
  const int64_t turns = ((call.integer(1, 1) % 4) + 4) % 4;
  const std::vector<int64_t> dims = call.ints(2, {0, 1});
  const std::string x = call.tensor(0);
  const size_t rank = call.rank(x);
  if (dims.size() != 2) throw call.wrong("two axes are needed");
  const int64_t a = call.axis_of(dims[0], rank), b = call.axis_of(dims[1], rank);
  if (turns == 0) return call.make("Identity", {x});
  if (turns == 2) return flip_axes(call, {a, b});
  std::vector<int64_t> order(rank);
  for (size_t i = 0; i < rank; ++i) order[i] = int64_t(i);
  std::swap(order[size_t(a)], order[size_t(b)]);
  const std::string turned = call.add("turned", "Transpose", {x}, {{"perm", order}});
  const int64_t axis = turns == 1 ? a : b;
  call.make("Slice", {turned, call.ints_constant("begin", {-1}),
                      call.ints_constant("end", {std::numeric_limits<int64_t>::min()}),
                      call.ints_constant("axes", {axis}), call.ints_constant("step", {-1})});
}

// self, diagonal
void triangle(Call& call, bool upper) {
  const std::string x = call.tensor(0);
  const std::string k = call.constant("diagonal", Tensor::scalar(call.integer(1, 0)));
  if (call.type(x) == DataType::Bool) {  // Trilu knows numbers only
    const std::string part =
        call.add("part", "Trilu", {call.cast(x, DataType::Int32), k}, {{"upper", int64_t(upper)}});
    return call.make("Cast", {part}, {{"to", int64_t(DataType::Bool)}});
  }
  call.make("Trilu", {x, k}, {{"upper", int64_t(upper)}});
}
void triu(Call& call) { triangle(call, true); }
void tril(Call& call) { triangle(call, false); }

// self, offset, dim1, dim2: the diagonal becomes the last axis.
void diagonal(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  constexpr int64_t kMost = int64_t(1) << 40;
  const int64_t offset = std::clamp(call.integer(1, 0), -kMost, kMost), a = call.axis(2, shape.size(), 0),
                b = call.axis(3, shape.size(), 1);
  if (shape.size() < 2 || a == b) throw call.wrong("two different axes are needed");
  const int64_t rows = shape[size_t(a)], columns = shape[size_t(b)];
  std::vector<int64_t> order = {a, b}, tuples;
  for (size_t i = 0; i < shape.size(); ++i)
    if (int64_t(i) != a && int64_t(i) != b) order.push_back(int64_t(i));
  int64_t count = 0;
  for (int64_t r = std::max<int64_t>(0, -offset), c = std::max<int64_t>(0, offset); r < rows && c < columns;
       ++r, ++c, ++count)
    tuples.insert(tuples.end(), {r, c});
  const std::string first = call.add("first", "Transpose", {x}, {{"perm", order}});
  const std::string picked =
      call.add("picked", "GatherND", {first, call.constant("tuples", Tensor::from(tuples, {count, 2}))});
  std::vector<int64_t> last;
  for (size_t i = 1; i < shape.size() - 1; ++i) last.push_back(int64_t(i));
  last.push_back(0);
  call.make("Transpose", {picked}, {{"perm", last}});
}
// A vector to a matrix with it as diagonal, or a matrix to its diagonal.
void diag(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  if (shape.empty()) throw call.wrong("a scalar has no diagonal");
  if (shape.size() != 1 && call.op() == "aten::diag")
    return call.give_call("aten::diagonal", {call.arg(0), call.has(1) ? call.arg(1) : Value(int64_t(0))});
  const int64_t offset = std::clamp<int64_t>(call.integer(1, 0), -5000, 5000),
                n = shape.back(), size = n + std::abs(offset);
  if (size > 4096) throw call.wrong("a matrix of " + std::to_string(size) + " rows");
  std::vector<float> mask(size_t(size * n), 0);  // places the elements: [n, size] of ones on the diagonal
  for (int64_t i = 0; i < n; ++i) mask[size_t(i * size + i + std::max<int64_t>(0, offset))] = 1;
  // Row r of the result holds element r (or r + offset): spread columns, then pad rows.
  const std::string column =
      call.add("column", "Unsqueeze", {call.cast(x, DataType::Float), call.ints_constant("axis", {-1})});
  const std::string rows =
      call.add("rows", "Mul", {column, call.constant("mask", Tensor::from(mask, {n, size}))});
  const size_t rank = shape.size() + 1;
  std::vector<int64_t> pads(2 * rank, 0);
  pads[rank - 2] = std::max<int64_t>(0, -offset);
  pads[2 * rank - 2] = std::max<int64_t>(0, offset);
  const std::string matrix = call.add("matrix", "Pad", {rows, call.ints_constant("pads", pads)});
  call.make("Cast", {matrix}, {{"to", int64_t(call.type(x))}});
}

QUERN_TRANSLATOR(Call, "aten::pad", pad);
QUERN_TRANSLATOR(Call, "aten::constant_pad_nd", constant_pad);
QUERN_TRANSLATOR(Call, "aten::reflection_pad1d", reflection_pad);
QUERN_TRANSLATOR(Call, "aten::reflection_pad2d", reflection_pad);
QUERN_TRANSLATOR(Call, "aten::reflection_pad3d", reflection_pad);
QUERN_TRANSLATOR(Call, "aten::replication_pad1d", replication_pad);
QUERN_TRANSLATOR(Call, "aten::replication_pad2d", replication_pad);
QUERN_TRANSLATOR(Call, "aten::replication_pad3d", replication_pad);
QUERN_TRANSLATOR(Call, "aten::roll", roll);
QUERN_TRANSLATOR(Call, "aten::flip", flip);
QUERN_TRANSLATOR(Call, "aten::fliplr", fliplr);
QUERN_TRANSLATOR(Call, "aten::flipud", flipud);
QUERN_TRANSLATOR(Call, "aten::rot90", rot90);
QUERN_TRANSLATOR(Call, "aten::triu", triu);
QUERN_TRANSLATOR(Call, "aten::tril", tril);
QUERN_TRANSLATOR(Call, "aten::diagonal", diagonal);
QUERN_TRANSLATOR(Call, "aten::diag", diag);
QUERN_TRANSLATOR(Call, "aten::diag_embed", diag);

}  // namespace
}  // namespace quern::frontend::pytorch
