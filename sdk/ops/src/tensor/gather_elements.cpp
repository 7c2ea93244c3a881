// GatherElements: y[..., i, ...] = x[..., indices[..., i, ...], ...] along an axis; y has the indices' shape.
#include "support/axes.hpp"
#include "support/indices.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_gather_elements(InferContext& c) {
  require_type(c, 1, IndexTypes{});
  c.output_unknown(0, c.type(0));
  const Shape &data = c.shape(0), &indices = c.shape(1);
  if (data.size() != indices.size())
    throw InputError("data " + to_string(data) + " and indices " + to_string(indices) + " differ in rank");
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), data.size());
  for (size_t i = 0; i < data.size(); ++i)
    if (i != axis && data[i] >= 0 && indices[i] > data[i])
      throw InputError("indices " + to_string(indices) + " do not fit into data " + to_string(data));
  set_output(c, 0, c.type(0), indices);
}

void compute_gather_elements(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_gather_elements);
  if (y.count() == 0) return;
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), x.dims.size());
  const std::vector<int64_t> at = positions(c.input(1), x.dims[axis]);
  const Shape strides = strides_of(x.dims);
  Shape other = strides;  // how far the axes that are not indexed move
  other[axis] = 0;
  with_carrier(x.type, [&]<class E>() {
    const E* from = elements<E>(x);
    E* to = mutable_elements<E>(y);
    const StridedLoop loop(y.dims, strides_of(y.dims), other);
    loop.for_each_row(0, [&](int64_t t, int64_t f) { to[t] = from[f + at[size_t(t)] * strides[axis]]; });
  });
}

}  // namespace

QUERN_OPERATOR("", "GatherElements", infer_gather_elements, compute_gather_elements);

}  // namespace quern::ops
