// What normalisation operators share.
#pragma once

#include <cmath>

#include "nn/float_types.hpp"

namespace quern::ops::nn {

// Output 0 has the type and shape of input 0, which has at least `min_rank` axes.
template <size_t min_rank>
void infer_same(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  if (ctx.shape(0).size() < min_rank)
    throw InputError("the input must have at least " + std::to_string(min_rank) + " axes, its shape is " +
                     to_string(ctx.shape(0)));
  ctx.output(0, ctx.type(0), ctx.shape(0));
}

struct Moments {
  double mean, variance;
};

// Mean and (biased) variance of `count` values.
template <class T>
Moments moments(const T* x, int64_t count) {
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < count; ++i) sum += double(x[i]);
  const double mean = sum / double(count);
  for (int64_t i = 0; i < count; ++i) squares += (double(x[i]) - mean) * (double(x[i]) - mean);
  return {mean, squares / double(count)};
}

}  // namespace quern::ops::nn
