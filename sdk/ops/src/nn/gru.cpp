#include "nn/recurrent.hpp"

namespace quern::ops {
namespace {

constexpr int64_t kGates = 3;  // z (update), r (reset), h (hidden)

void infer(InferContext& ctx) { nn::infer_recurrent(ctx, kGates, 1); }

template <class T>
void step(const nn::Direction<T>& d, const T* x, int64_t inputs, bool linear_before_reset,
          std::vector<T>& h) {
  const size_t n = h.size();
  const auto hidden = int64_t(n);
  std::vector<T> sums = nn::input_sums(d, x, kGates * hidden, inputs);
  nn::add_product(d.r, h.data(), 2 * hidden, hidden, sums.data());
  std::vector<T> update(n), reset(n), recurrent(n, T(0));
  for (size_t i = 0; i < n; ++i) {
    update[i] = d.activate(0, sums[i] + (d.rb ? d.rb[i] : T(0)));
    reset[i] = d.activate(0, sums[n + i] + (d.rb ? d.rb[n + i] : T(0)));
  }
  std::vector<T> state = h;
  if (!linear_before_reset)
    for (size_t i = 0; i < n; ++i) state[i] *= reset[i];
  nn::add_product(d.r + 2 * hidden * hidden, state.data(), hidden, hidden, recurrent.data());
  for (size_t i = 0; i < n; ++i) {
    recurrent[i] += d.rb ? d.rb[2 * n + i] : T(0);
    if (linear_before_reset) recurrent[i] *= reset[i];
    h[i] = (T(1) - update[i]) * d.activate(1, sums[2 * n + i] + recurrent[i]) + update[i] * h[i];
  }
}

void compute(ComputeContext& ctx) {
  const bool linear_before_reset = ctx.node().get_int("linear_before_reset", 0) != 0;
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::run_recurrent<T>(ctx, kGates, {"Sigmoid", "Tanh"},
                         [&](const nn::Direction<T>& d, const T* x, std::vector<T>& h, std::vector<T>&) {
                           step(d, x, ctx.input(0).dims.back(), linear_before_reset, h);
                         });
  });
}

}  // namespace

QUERN_OPERATOR("", "GRU", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
