#include "nn/recurrent.hpp"

namespace quern::ops {
namespace {

constexpr int64_t kGates = 1;

void infer(InferContext& ctx) { nn::infer_recurrent(ctx, kGates, 1); }

// h = f(x W^T + h R^T + Wb + Rb)
void compute(ComputeContext& ctx) {
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::require_rank(ctx.input(0).dims, 3, "X");
    nn::require_rank(ctx.input(2).dims, 3, "R");
    const int64_t inputs = ctx.input(0).dims.back(), hidden = ctx.input(2).dims.back();
    nn::run_recurrent<T>(ctx, kGates, {"Tanh"},
                         [&](const nn::Direction<T>& d, const T* x, std::vector<T>& h, std::vector<T>&) {
                           std::vector<T> sums = nn::input_sums(d, x, hidden, inputs);
                           nn::add_product(d.r, h.data(), hidden, hidden, sums.data());
                           for (size_t i = 0; i < h.size(); ++i)
                             h[i] = d.activate(0, sums[i] + (d.rb ? d.rb[i] : T(0)));
                         });
  });
}

}  // namespace

QUERN_OPERATOR("", "RNN", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
