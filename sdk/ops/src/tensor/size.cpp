// Size: the number of elements, as an int64 scalar.
#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_size(InferContext& c) { c.output(0, DataType::Int64, Shape{}); }

void compute_size(ComputeContext& c) {
  const int64_t count = c.input(0).count();
  *c.output(0, DataType::Int64, {}).mutable_data<int64_t>() = count;
}

}  // namespace

QUERN_OPERATOR("", "Size", infer_size, compute_size);

}  // namespace quern::ops
