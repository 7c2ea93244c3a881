// Split: pieces along an axis, of the sizes in input 1, or as many equal ones as the node has outputs.
#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

// Sizes of the pieces of an axis of `size` elements.
std::vector<int64_t> equal_sizes(int64_t size, size_t pieces) {
  if (size == kUnknownDim) return std::vector<int64_t>(pieces, kUnknownDim);
  const auto count = int64_t(pieces);
  if (size % count != 0)
    throw InputError("an axis of " + std::to_string(size) + " elements cannot be split into " +
                     std::to_string(count) + " equal pieces");
  return std::vector<int64_t>(pieces, size / count);
}

void check_sizes(const std::vector<int64_t>& sizes, int64_t size, size_t pieces) {
  if (sizes.size() != pieces)
    throw InputError("there are " + std::to_string(sizes.size()) + " sizes for " + std::to_string(pieces) +
                     " outputs");
  int64_t sum = 0;
  for (const int64_t s : sizes) {
    if (s < 0) throw InputError("the size of a piece is " + std::to_string(s));
    sum = add_sizes(sum, s);
  }
  if (size != kUnknownDim && sum != size)
    throw InputError("the pieces have " + std::to_string(sum) + " elements together, the axis has " +
                     std::to_string(size));
}

void infer_split(InferContext& c) {
  const size_t pieces = c.output_count();
  if (pieces == 0) throw InputError("this node has no outputs");
  for (size_t i = 0; i < pieces; ++i) c.output_unknown(i, c.type(0));
  Shape shape = c.shape(0);
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), shape.size());
  std::vector<int64_t> sizes;
  if (!c.has_input(1)) {
    sizes = equal_sizes(shape[axis], pieces);
  } else if (!c.input(1).constant) {
    sizes.assign(pieces, kUnknownDim);
  } else {
    sizes = constant_ints(c, 1);
    check_sizes(sizes, shape[axis], pieces);
  }
  for (size_t i = 0; i < pieces; ++i) {
    shape[axis] = sizes[i];
    set_output(c, i, c.type(0), shape);
  }
}

void compute_split(ComputeContext& c) {
  const Tensor& x = c.input(0);
  const std::vector<InferContext::Output> pieces = infer_actual(c, infer_split);
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), x.dims.size());
  const AxisView view = x.count() == 0 ? AxisView{0, 0, 0} : view_axis(x.dims, axis);
  int64_t begin = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    Tensor& y = c.output(i, x.type, pieces[i].shape.value());
    if (y.count() == 0) continue;
    const int64_t block = y.dims[axis] * view.inner;
    with_carrier(x.type, [&]<class E>() {
      for (int64_t o = 0; o < view.outer; ++o)
        std::copy_n(elements<E>(x) + (o * view.size + begin) * view.inner, block,
                    mutable_elements<E>(y) + o * block);
    });
    begin += y.dims[axis];
  }
}

}  // namespace

QUERN_OPERATOR("", "Split", infer_split, compute_split);

}  // namespace quern::ops
