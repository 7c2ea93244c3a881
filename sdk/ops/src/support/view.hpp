// Operators whose output is their input under another shape.
#pragma once

#include "support/infer.hpp"

namespace quern::ops {

// Output 0 is input 0, sharing its storage, under the shape that `infer` gives.
template <void (*infer)(InferContext&)>
void compute_view(ComputeContext& c) {
  const Tensor& x = c.input(0);
  const std::vector<InferContext::Output> outputs = infer_actual(c, infer);
  if (outputs.empty() || !outputs[0].shape) throw InputError("this node lacks inputs or outputs");
  c.output(0, x.reshaped(*outputs[0].shape));
}

}  // namespace quern::ops
