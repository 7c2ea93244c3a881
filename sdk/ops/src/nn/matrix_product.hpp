// What MatMul, MatMulInteger and QLinearMatMul share: shapes as numpy.matmul defines them, and the loops.
#pragma once

#include "nn/checks.hpp"
#include "support/broadcast.hpp"

namespace quern::ops::nn {

// The sizes of a product of A [..., m, k] and B [..., k, n]; one-dimensional operands are a row or a column.
struct MatrixProduct {
  int64_t m, k, n;
  Shape a_batch, b_batch, batch;  // leading dimensions, and what they broadcast to
  Shape output;
};

MatrixProduct resolve_matrix_product(const Shape& a, const Shape& b);

// y += A * B for all matrices of the batch. Products and sums are computed in Acc.
template <class Acc, class A, class B, class Y>
void multiply(const MatrixProduct& p, const A* a, const B* b, Y* y) {
  const auto one = [&](const A* left, const B* right, Y* target) {
    for (int64_t i = 0; i < p.m; ++i)
      for (int64_t k = 0; k < p.k; ++k) {
        const Acc factor = Acc(left[i * p.k + k]);
        const B* row = right + k * p.n;
        Y* sums = target + i * p.n;
        for (int64_t j = 0; j < p.n; ++j) sums[j] = Y(Acc(sums[j]) + factor * Acc(row[j]));
      }
  };
  const BroadcastLoop<2> loop(p.batch, {&p.a_batch, &p.b_batch});
  const bool a_repeats = loop.repeats(0), b_repeats = loop.repeats(1);
  loop.for_each_row([&](int64_t output, const std::array<int64_t, 2>& offsets, int64_t length) {
    for (int64_t i = 0; i < length; ++i)
      one(a + (offsets[0] + (a_repeats ? 0 : i)) * p.m * p.k,
          b + (offsets[1] + (b_repeats ? 0 : i)) * p.k * p.n, y + (output + i) * p.m * p.n);
  });
}

}  // namespace quern::ops::nn
