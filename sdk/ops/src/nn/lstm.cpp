#include "nn/recurrent.hpp"

namespace quern::ops {
namespace {

constexpr int64_t kGates = 4;  // i (input), o (output), f (forget), c (cell); peepholes: i, o, f

void infer(InferContext& ctx) { nn::infer_recurrent(ctx, kGates, 2); }

template <class T>
void step(const nn::Direction<T>& d, const T* x, int64_t inputs, bool input_forget, std::vector<T>& h,
          std::vector<T>& c) {
  const size_t n = h.size();
  const auto hidden = int64_t(n);
  std::vector<T> sums = nn::input_sums(d, x, kGates * hidden, inputs);
  nn::add_product(d.r, h.data(), kGates * hidden, hidden, sums.data());
  if (d.rb)
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += d.rb[i];
  const auto peephole = [&](size_t gate, size_t i) { return d.peepholes ? d.peepholes[gate * n + i] : T(0); };
  for (size_t i = 0; i < n; ++i) {
    const T input = d.activate(0, sums[i] + peephole(0, i) * c[i]);
    const T forget = input_forget ? T(1) - input : d.activate(0, sums[2 * n + i] + peephole(2, i) * c[i]);
    c[i] = forget * c[i] + input * d.activate(1, sums[3 * n + i]);
    const T output = d.activate(0, sums[n + i] + peephole(1, i) * c[i]);
    h[i] = output * d.activations[2](c[i]);
  }
}

void compute(ComputeContext& ctx) {
  const bool input_forget = ctx.node().get_int("input_forget", 0) != 0;
  nn::with_float_type(ctx.input(0).type, [&]<class T>() {
    nn::run_recurrent<T>(ctx, kGates, {"Sigmoid", "Tanh", "Tanh"},
                         [&](const nn::Direction<T>& d, const T* x, std::vector<T>& h, std::vector<T>& c) {
                           step(d, x, ctx.input(0).dims.back(), input_forget, h, c);
                         });
  });
}

}  // namespace

QUERN_OPERATOR("", "LSTM", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
