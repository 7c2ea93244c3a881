// Gather: the slices of an axis that the indices (input 1) name; the axis gives way to the axes of the
// indices.
#include "support/axes.hpp"
#include "support/indices.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_gather(InferContext& c) {
  require_type(c, 1, IndexTypes{});
  c.output_unknown(0, c.type(0));
  const Shape &data = c.shape(0), &indices = c.shape(1);
  const auto axis = std::ptrdiff_t(normalize_axis(c.node().get_int("axis", 0), data.size()));
  Shape shape(data.begin(), data.begin() + axis);
  shape.insert(shape.end(), indices.begin(), indices.end());
  shape.insert(shape.end(), data.begin() + axis + 1, data.end());
  set_output(c, 0, c.type(0), shape);
}

void compute_gather(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_gather);
  if (y.count() == 0) return;
  const AxisView view = view_axis(x.dims, normalize_axis(c.node().get_int("axis", 0), x.dims.size()));
  const std::vector<int64_t> rows = positions(c.input(1), view.size);
  with_carrier(x.type, [&]<class E>() {
    const E* from = elements<E>(x);
    E* to = mutable_elements<E>(y);
    for (int64_t o = 0; o < view.outer; ++o)
      for (const int64_t row : rows) {
        std::copy_n(from + (o * view.size + row) * view.inner, view.inner, to);
        to += view.inner;
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "Gather", infer_gather, compute_gather);

}  // namespace quern::ops
