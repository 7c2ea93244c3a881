#include "nn/float_types.hpp"
#include "support/broadcast.hpp"

namespace quern::ops {
namespace {

struct Sizes {
  bool transpose_a, transpose_b;
  int64_t m, k, n;
};

Sizes resolve(const Node& node, const Shape& a, const Shape& b) {
  nn::require_rank(a, 2, "A");
  nn::require_rank(b, 2, "B");
  const bool ta = node.get_int("transA", 0) != 0, tb = node.get_int("transB", 0) != 0;
  if (nn::differ(a[ta ? 0 : 1], b[tb ? 1 : 0]))
    throw InputError("matrices of shape " + to_string(a) + " and " + to_string(b) + " cannot be multiplied");
  return {ta, tb, a[ta ? 1 : 0], a[ta ? 0 : 1], b[tb ? 0 : 1]};
}

void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  const Sizes s = resolve(ctx.node(), ctx.shape(0), ctx.shape(1));
  ctx.output(0, ctx.type(0), Shape{s.m, s.n});
}

// y = beta * C, with C broadcast to [m, n].
template <class T>
void fill(const Tensor& c, T beta, Tensor& y) {
  if (broadcast_shapes(y.dims, c.dims) != y.dims)
    throw InputError("C of shape " + to_string(c.dims) + " does not broadcast to " + to_string(y.dims));
  const BroadcastLoop<1> loop(y.dims, {&c.dims});
  const bool repeats = loop.repeats(0);
  loop.for_each_row([&](int64_t output, const std::array<int64_t, 1>& offsets, int64_t length) {
    const T* source = c.data<T>() + offsets[0];
    for (int64_t i = 0; i < length; ++i) y.mutable_data<T>()[output + i] = beta * source[repeats ? 0 : i];
  });
}

template <class T>
void multiply(const Sizes& s, T alpha, const T* a, const T* b, T* y) {
  const int64_t a_row = s.transpose_a ? 1 : s.k, a_column = s.transpose_a ? s.m : 1;
  for (int64_t i = 0; i < s.m; ++i) {
    T* row = y + i * s.n;
    if (s.transpose_b) {
      for (int64_t j = 0; j < s.n; ++j) {
        T sum = 0;
        for (int64_t k = 0; k < s.k; ++k) sum += a[i * a_row + k * a_column] * b[j * s.k + k];
        row[j] += alpha * sum;
      }
    } else {
      for (int64_t k = 0; k < s.k; ++k) {
        const T factor = alpha * a[i * a_row + k * a_column];
        for (int64_t j = 0; j < s.n; ++j) row[j] += factor * b[k * s.n + j];
      }
    }
  }
}

void compute(ComputeContext& ctx) {
  const Tensor &a = ctx.input(0), &b = ctx.input(1);
  const Sizes s = resolve(ctx.node(), a.dims, b.dims);
  Tensor& y = nn::zeroed_output(ctx, 0, a.type, {s.m, s.n});
  nn::with_float_type(a.type, [&]<class T>() {
    if (const Tensor* c = ctx.optional_input(2)) fill(*c, T(ctx.node().get_float("beta", 1)), y);
    multiply(s, T(ctx.node().get_float("alpha", 1)), a.data<T>(), b.data<T>(), y.mutable_data<T>());
  });
}

}  // namespace

QUERN_OPERATOR("", "Gemm", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
