// Dropout at inference: the input itself, and a mask of what was kept, which is everything.
#include <algorithm>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_dropout(InferContext& c) {
  c.output_unknown(0, c.type(0));
  c.output_unknown(1, DataType::Bool);
  c.output(0, c.type(0), c.shape(0));
  c.output(1, DataType::Bool, c.shape(0));
}

void compute_dropout(ComputeContext& c) {
  const Tensor* training = c.optional_input(2);
  const Tensor* ratio = c.optional_input(1);
  const bool drops = training && training->count() == 1 && training->to_float()[0] != 0;
  if (drops && !(ratio && ratio->count() == 1 && ratio->to_float()[0] == 0))
    throw UnsupportedError("dropout in training mode is not supported", {},
                           "Export the model for inference.");
  c.output(0, c.input(0));
  if (c.wants_output(1)) {
    Tensor& mask = c.output(1, DataType::Bool, c.input(0).dims);
    std::fill_n(mask.mutable_data<bool>(), mask.count(), true);
  }
}

}  // namespace

QUERN_OPERATOR("", "Dropout", infer_dropout, compute_dropout);

}  // namespace quern::ops
