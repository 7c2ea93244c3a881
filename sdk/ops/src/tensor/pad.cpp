// Pad: elements added before and after each axis (input 1; negative numbers take away): a constant, the
// outermost element ("edge"), a mirror image without it ("reflect"), or the other end ("wrap").
#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

enum class PadMode { Constant, Edge, Reflect, Wrap };

PadMode mode_of(const Node& node) {
  const std::string name = node.get_string("mode", "constant");
  if (name == "constant") return PadMode::Constant;
  if (name == "edge") return PadMode::Edge;
  if (name == "reflect") return PadMode::Reflect;
  if (name == "wrap") return PadMode::Wrap;
  throw InputError("mode is \"" + name + "\"; it must be constant, edge, reflect or wrap");
}

// Adds the pads of one axis to its size.
int64_t padded(int64_t size, int64_t before, int64_t after, PadMode mode) {
  const int64_t result = add_sizes(add_sizes(size, before), after);
  if (result < 0) throw InputError("pads take more away than the axis has");
  if (size == 0 && result > 0 && mode != PadMode::Constant)
    throw InputError("an empty axis can only be padded with a constant");
  return result;
}

// The pads of each axis: all "before", then all "after".
std::vector<int64_t> pads_of(size_t rank, const std::vector<int64_t>& pads, const std::vector<size_t>& axes) {
  if (pads.size() != 2 * axes.size())
    throw InputError("there are " + std::to_string(pads.size()) + " pads for " + std::to_string(axes.size()) +
                     " axes");
  std::vector<int64_t> all(2 * rank, 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    all[axes[i]] = pads[i];
    all[rank + axes[i]] = pads[axes.size() + i];
  }
  return all;
}

std::vector<size_t> padded_axes(const std::vector<int64_t>* axes, size_t rank) {
  if (axes) return normalize_axes(*axes, rank);
  std::vector<size_t> all(rank);
  for (size_t i = 0; i < rank; ++i) all[i] = i;
  return all;
}

void infer_pad(InferContext& c) {
  const PadMode mode = mode_of(c.node());
  c.output_unknown(0, c.type(0));
  Shape shape = c.shape(0);
  const size_t rank = shape.size();
  if (c.has_input(1) && !c.input(1).constant) c.output(0, c.type(0), Shape(rank, kUnknownDim));
  const std::vector<int64_t> axes = c.has_input(3) ? constant_ints(c, 3) : std::vector<int64_t>();
  const std::vector<int64_t> pads =
      pads_of(rank, constant_ints(c, 1), padded_axes(c.has_input(3) ? &axes : nullptr, rank));
  if (c.has_input(2) && c.type(2) != c.type(0) && c.type(2) != DataType::Undefined &&
      c.type(0) != DataType::Undefined)
    throw InputError("the padding value has another element type than the input");
  if (c.has_input(2) && c.input(2).constant && c.input(2).constant->count() != 1)
    throw InputError("the padding value must be one value");
  for (size_t i = 0; i < rank; ++i)
    if (shape[i] != kUnknownDim) shape[i] = padded(shape[i], pads[i], pads[rank + i], mode);
  set_output(c, 0, c.type(0), shape);
}

// Where position p outside or inside of [0, size) takes its element from. size >= 1.
int64_t source_position(int64_t p, int64_t size, PadMode mode) {
  if (mode == PadMode::Edge || size == 1) return std::clamp(p, int64_t(0), size - 1);
  const int64_t period = mode == PadMode::Wrap ? size : 2 * (size - 1);
  const int64_t q = (p % period + period) % period;
  return q < size ? q : period - q;
}

// Copies x into the middle of y, which holds the constant already.
void copy_middle(const Tensor& x, Tensor& y, const std::vector<int64_t>& pads) {
  const size_t rank = x.dims.size();
  const Shape from = strides_of(x.dims), to = strides_of(y.dims);
  Shape size = x.dims;
  int64_t from_offset = 0, to_offset = 0;
  for (size_t i = 0; i < rank; ++i) {
    const int64_t before = pads[i], after = pads[rank + i];
    size[i] += std::min<int64_t>(before, 0) + std::min<int64_t>(after, 0);
    if (size[i] <= 0) return;
    from_offset += std::max<int64_t>(-before, 0) * from[i];
    to_offset += std::max<int64_t>(before, 0) * to[i];
  }
  with_carrier(y.type, [&]<class E>() {
    copy_strided(mutable_elements<E>(y) + to_offset, elements<E>(x) + from_offset, size, to, from);
  });
}

// Every sum of one offset of `outer` and one of `inner`.
std::vector<int64_t> combine(const std::vector<int64_t>& outer, const std::vector<int64_t>& inner) {
  std::vector<int64_t> sums;
  sums.reserve(outer.size() * inner.size());
  for (const int64_t o : outer)
    for (const int64_t i : inner) sums.push_back(o + i);
  return sums;
}

// Fills y by looking each position up in a table per axis.
void copy_mapped(const Tensor& x, Tensor& y, const std::vector<int64_t>& pads, PadMode mode) {
  const size_t rank = x.dims.size();
  const Shape strides = strides_of(x.dims);
  std::vector<int64_t> rows{0}, columns{0};  // source offsets of all axes but the last, and of the last
  for (size_t i = 0; i < rank; ++i) {
    rows = combine(rows, columns);
    columns.clear();
    for (int64_t p = 0; p < y.dims[i]; ++p)
      columns.push_back(source_position(p - pads[i], x.dims[i], mode) * strides[i]);
  }
  with_carrier(y.type, [&]<class E>() {
    const E* from = elements<E>(x);
    E* to = mutable_elements<E>(y);
    for (const int64_t row : rows)
      for (const int64_t column : columns) *to++ = from[row + column];
  });
}

void compute_pad(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_pad);
  if (y.count() == 0) return;
  const Tensor* given_axes = c.optional_input(3);
  const std::vector<int64_t> axes = given_axes ? given_axes->to_int64() : std::vector<int64_t>();
  const size_t rank = x.dims.size();
  const std::vector<int64_t> pads =
      pads_of(rank, c.input(1).to_int64(), padded_axes(given_axes ? &axes : nullptr, rank));
  const PadMode mode = mode_of(c.node());
  if (mode != PadMode::Constant) return copy_mapped(x, y, pads, mode);
  fill_elements(y, c.has_input(2) ? c.input(2) : Tensor(x.type, {}));
  if (x.count() > 0) copy_middle(x, y, pads);
}

}  // namespace

QUERN_OPERATOR("", "Pad", infer_pad, compute_pad);

}  // namespace quern::ops
