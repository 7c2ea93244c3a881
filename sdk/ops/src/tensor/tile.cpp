// Tile: the input repeated along each axis as often as input 1 says.
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_tile(InferContext& c) {
  c.output_unknown(0, c.type(0));
  Shape shape = c.shape(0);
  if (c.has_input(1) && !c.input(1).constant) c.output(0, c.type(0), Shape(shape.size(), kUnknownDim));
  const std::vector<int64_t> repeats = constant_ints(c, 1);
  if (repeats.size() != shape.size())
    throw InputError("there are " + std::to_string(repeats.size()) + " repeats for " +
                     std::to_string(shape.size()) + " axes");
  for (size_t i = 0; i < shape.size(); ++i) {
    if (repeats[i] < 0) throw InputError("an axis is repeated " + std::to_string(repeats[i]) + " times");
    if (shape[i] != kUnknownDim) shape[i] = multiply_sizes(shape[i], repeats[i]);
  }
  set_output(c, 0, c.type(0), shape);
}

void compute_tile(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_tile);
  if (y.count() == 0) return;
  // Each axis of y is two axes: which copy, and where in it.
  const Shape from = strides_of(x.dims), to = strides_of(y.dims);
  Shape size, to_strides, from_strides;
  for (size_t i = 0; i < x.dims.size(); ++i) {
    size.insert(size.end(), {y.dims[i] / x.dims[i], x.dims[i]});
    to_strides.insert(to_strides.end(), {to[i] * x.dims[i], to[i]});
    from_strides.insert(from_strides.end(), {0, from[i]});
  }
  with_carrier(y.type, [&]<class E>() {
    copy_strided(mutable_elements<E>(y), elements<E>(x), size, to_strides, from_strides);
  });
}

}  // namespace

QUERN_OPERATOR("", "Tile", infer_tile, compute_tile);

}  // namespace quern::ops
