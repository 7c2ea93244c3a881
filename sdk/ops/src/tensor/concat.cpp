// Concat: the inputs one behind the other along an axis.
#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

// Joins the shape of one more input to `sum`.
void append(Shape& sum, const Shape& shape, size_t axis) {
  if (shape.size() != sum.size())
    throw InputError("inputs of rank " + std::to_string(sum.size()) + " and " + std::to_string(shape.size()) +
                     " cannot be joined");
  for (size_t i = 0; i < sum.size(); ++i) {
    if (i == axis) {
      sum[i] = sum[i] == kUnknownDim || shape[i] == kUnknownDim ? kUnknownDim : add_sizes(sum[i], shape[i]);
    } else if (sum[i] == kUnknownDim) {
      sum[i] = shape[i];
    } else if (shape[i] != sum[i] && shape[i] != kUnknownDim) {
      throw InputError("inputs " + to_string(sum) + " and " + to_string(shape) + " differ outside of axis " +
                       std::to_string(axis));
    }
  }
}

void infer_concat(InferContext& c) {
  const DataType type = common_type(c);
  c.output_unknown(0, type);
  Shape sum = c.shape(0);
  const size_t axis = normalize_axis(c.node().require<int64_t>("axis"), sum.size());
  for (size_t i = 1; i < c.input_count(); ++i) append(sum, c.shape(i), axis);
  set_output(c, 0, type, sum);
}

void compute_concat(ComputeContext& c) {
  Tensor& y = make_output(c, infer_concat);
  if (y.count() == 0) return;
  const size_t axis = normalize_axis(c.node().require<int64_t>("axis"), y.dims.size());
  const AxisView view = view_axis(y.dims, axis);
  with_carrier(y.type, [&]<class E>() {
    E* to = mutable_elements<E>(y);
    for (size_t i = 0; i < c.input_count(); ++i) {
      const E* from = elements<E>(c.input(i));
      const int64_t block = c.input(i).dims[axis] * view.inner;
      for (int64_t o = 0; o < view.outer; ++o)
        std::copy_n(from + o * block, block, to + o * view.size * view.inner);
      to += block;
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Concat", infer_concat, compute_concat);

}  // namespace quern::ops
