// ScatterND: a copy of the data in which the slices that index tuples name are replaced by the updates.
#include "support/index_tuples.hpp"
#include "support/scatter.hpp"

namespace quern::ops {
namespace {

void infer_scatter_nd(InferContext& c) {
  require_type(c, 1, IndexTypes{});
  if (c.type(0) != c.type(2) && c.type(0) != DataType::Undefined && c.type(2) != DataType::Undefined)
    throw InputError("data and updates have different element types");
  c.output_unknown(0, c.type(0));
  const Shape& data = c.shape(0);
  set_output(c, 0, c.type(0), data);
  (void)scatter_reduction(c.node());
  const Shape &indices = c.shape(1), &updates = c.shape(2);
  if (indices.empty() || data.empty()) throw InputError("data and indices need at least one axis");
  if (indices.back() == kUnknownDim) return;
  if (indices.back() > int64_t(data.size()))
    throw InputError("index tuples of " + std::to_string(indices.back()) +
                     " entries are longer than the data has axes");
  Shape expected(indices.begin(), indices.end() - 1);
  expected.insert(expected.end(), data.begin() + indices.back(), data.end());
  if (is_static(expected) && is_static(updates) && expected != updates)
    throw InputError("the updates must have the shape " + to_string(expected) + ", they have " +
                     to_string(updates));
}

void compute_scatter_nd(ComputeContext& c) {
  const Tensor &x = c.input(0), &indices = c.input(1), &updates = c.input(2);
  Tensor& y = make_output(c, infer_scatter_nd);
  copy_elements(x, y);
  if (updates.count() == 0) return;
  const auto last = x.dims.begin() + indices.dims.back();
  const int64_t inner = element_count(Shape(last, x.dims.end()));
  const std::vector<int64_t> offsets = tuple_offsets(indices, {x.dims.begin(), last}, inner);
  scatter(y, updates, scatter_reduction(c.node()), [&](auto&& write) {
    int64_t from = 0;
    for (const int64_t offset : offsets)
      for (int64_t i = 0; i < inner; ++i) write(offset + i, from++);
  });
}

}  // namespace

QUERN_OPERATOR("", "ScatterND", infer_scatter_nd, compute_scatter_nd);

}  // namespace quern::ops
