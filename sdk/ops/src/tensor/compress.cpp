// Compress: the slices of an axis whose condition (input 1) is true; without an axis, of the flattened input.
// A condition shorter than the axis drops the rest.
#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_compress(InferContext& c) {
  require_type(c, 1, BoolType{});
  c.output_unknown(0, c.type(0));
  Shape shape{kUnknownDim};
  if (c.node().has("axis")) {
    shape = c.shape(0);
    shape[normalize_axis(c.node().get_int("axis", 0), shape.size())] = kUnknownDim;
  }
  if (c.input(1).shape && c.shape(1).size() != 1) throw InputError("the condition must be a list");
  c.output(0, c.type(0), shape);
}

void compute_compress(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Shape shape = infer_actual(c, infer_compress).at(0).shape.value();
  const bool whole = !c.node().has("axis");
  const size_t axis = whole ? 0 : normalize_axis(c.node().get_int("axis", 0), x.dims.size());
  const int64_t size = whole ? x.count() : x.dims[axis];
  std::vector<int64_t> kept;
  const auto condition = c.input(1).values<bool>();
  for (int64_t i = 0; i < std::min(int64_t(condition.size()), size); ++i)
    if (condition[size_t(i)]) kept.push_back(i);
  shape[axis] = int64_t(kept.size());
  Tensor& y = c.output(0, x.type, shape);
  if (y.count() == 0) return;
  const AxisView view = whole ? AxisView{1, size, 1} : view_axis(x.dims, axis);
  with_carrier(x.type, [&]<class E>() {
    E* to = mutable_elements<E>(y);
    for (int64_t o = 0; o < view.outer; ++o)
      for (const int64_t k : kept)
        to = std::copy_n(elements<E>(x) + (o * view.size + k) * view.inner, view.inner, to);
  });
}

}  // namespace

QUERN_OPERATOR("", "Compress", infer_compress, compute_compress);

}  // namespace quern::ops
