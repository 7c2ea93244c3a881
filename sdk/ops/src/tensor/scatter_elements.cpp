// ScatterElements: a copy of the data with y[..., indices[..., i, ...], ...] = updates[..., i, ...] along an
// axis.
#include "tensor/scatter_elements.hpp"

#include "support/axes.hpp"
#include "support/scatter.hpp"

namespace quern::ops {

void infer_scatter_elements(InferContext& c) {
  require_type(c, 1, IndexTypes{});
  if (c.type(0) != c.type(2) && c.type(0) != DataType::Undefined && c.type(2) != DataType::Undefined)
    throw InputError("data and updates have different element types");
  c.output_unknown(0, c.type(0));
  const Shape& data = c.shape(0);
  set_output(c, 0, c.type(0), data);
  (void)scatter_reduction(c.node());
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), data.size());
  const Shape &indices = c.shape(1), &updates = c.shape(2);
  if (indices.size() != data.size() || updates.size() != data.size())
    throw InputError("data, indices and updates differ in rank");
  for (size_t i = 0; i < data.size(); ++i) {
    if (indices[i] != updates[i] && indices[i] >= 0 && updates[i] >= 0)
      throw InputError("indices " + to_string(indices) + " and updates " + to_string(updates) +
                       " differ in shape");
    if (i != axis && data[i] >= 0 && indices[i] > data[i])
      throw InputError("indices " + to_string(indices) + " do not fit into data " + to_string(data));
  }
}

void compute_scatter_elements(ComputeContext& c) {
  const Tensor &x = c.input(0), &updates = c.input(2);
  Tensor& y = make_output(c, infer_scatter_elements);
  copy_elements(x, y);
  if (updates.count() == 0) return;
  const size_t axis = normalize_axis(c.node().get_int("axis", 0), x.dims.size());
  const std::vector<int64_t> at = positions(c.input(1), x.dims[axis]);
  const int64_t stride = strides_of(y.dims)[axis];
  Shape other = strides_of(y.dims);  // how far the axes that are not indexed move
  other[axis] = 0;
  const StridedLoop loop(updates.dims, other, strides_of(updates.dims));
  scatter(y, updates, scatter_reduction(c.node()), [&](auto&& write) {
    loop.for_each_row(0, [&](int64_t t, int64_t f) { write(t + at[size_t(f)] * stride, f); });
  });
}

QUERN_OPERATOR("", "ScatterElements", infer_scatter_elements, compute_scatter_elements);

}  // namespace quern::ops
