// NonZero: the positions of the elements that are not zero, as a matrix [rank, count] in memory order.
#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_non_zero(InferContext& c) {
  require_type(c, 0, PlainTypes{});
  c.output_unknown(0, DataType::Int64);
  c.output(0, DataType::Int64, Shape{int64_t(c.shape(0).size()), kUnknownDim});
}

void compute_non_zero(ComputeContext& c) {
  const Tensor& x = c.input(0);
  std::vector<int64_t> found;
  dispatch(PlainTypes{}, x.type, [&]<class T>() {
    const auto values = x.values<T>();
    for (size_t i = 0; i < values.size(); ++i)
      if (Compute<T>(values[i]) != Compute<T>(0)) found.push_back(int64_t(i));
  });
  const size_t rank = x.dims.size(), count = found.size();
  Tensor& y = c.output(0, DataType::Int64, {int64_t(rank), int64_t(count)});
  int64_t* out = y.mutable_data<int64_t>();
  for (size_t i = 0; i < count; ++i) {
    int64_t rest = found[i];
    for (size_t axis = rank; axis-- > 0; rest /= x.dims[axis]) out[axis * count + i] = rest % x.dims[axis];
  }
}

}  // namespace

QUERN_OPERATOR("", "NonZero", infer_non_zero, compute_non_zero);

}  // namespace quern::ops
