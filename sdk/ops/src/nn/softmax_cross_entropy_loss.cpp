#include <algorithm>
#include <cmath>

#include "nn/class_loss.hpp"

namespace quern::ops {
namespace {

// Inputs: scores [N, C, ...], labels [N, ...], weights [C] (optional). Outputs: the loss, and optionally the
// logarithm of the softmax of the scores.
void infer(InferContext& ctx) {
  for (size_t i : {0, 1}) ctx.output_unknown(i, ctx.type(0));
  ctx.output(0, ctx.type(0), nn::class_loss_shape(ctx.node(), ctx.shape(0), ctx.shape(1)));
  ctx.output(1, ctx.type(0), ctx.shape(0));
}

template <class T>
void log_softmax(const T* x, const AxisView& view, T* y) {
  for (int64_t outer = 0; outer < view.outer; ++outer)
    for (int64_t inner = 0; inner < view.inner; ++inner) {
      const int64_t start = outer * view.size * view.inner + inner;
      T largest = x[start];
      for (int64_t c = 1; c < view.size; ++c) largest = std::max(largest, x[start + c * view.inner]);
      T sum = 0;
      for (int64_t c = 0; c < view.size; ++c) sum += std::exp(x[start + c * view.inner] - largest);
      const T shift = largest + std::log(sum);
      for (int64_t c = 0; c < view.size; ++c) y[start + c * view.inner] = x[start + c * view.inner] - shift;
    }
}

void compute(ComputeContext& ctx) {
  const Tensor& x = ctx.input(0);
  (void)nn::class_loss_shape(ctx.node(), x.dims, ctx.input(1).dims);
  nn::with_float_type(x.type, [&]<class T>() {
    Tensor log_probabilities(x.type, x.dims);
    if (x.count() > 0) log_softmax(x.data<T>(), view_axis(x.dims, 1), log_probabilities.mutable_data<T>());
    nn::class_loss(ctx, log_probabilities.data<T>(), x.dims, ctx.input(1), ctx.optional_input(2));
    ctx.output(1, std::move(log_probabilities));
  });
}

}  // namespace

QUERN_OPERATOR("", "SoftmaxCrossEntropyLoss", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
