#include "nn/class_loss.hpp"

namespace quern::ops {
namespace {

// Inputs: log probabilities [N, C, ...], labels [N, ...], weights [C] (optional).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::class_loss_shape(ctx.node(), ctx.shape(0), ctx.shape(1)));
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  nn::with_float_type(x.type, [&]<class T>() {
    nn::class_loss(ctx, x.data<T>(), x.dims, ctx.input(1), ctx.optional_input(2));
  });
}

}  // namespace

QUERN_OPERATOR("", "NegativeLogLikelihoodLoss", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
