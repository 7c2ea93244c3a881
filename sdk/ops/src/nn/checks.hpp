// Checks and small conversions that kernels of neural-network operators share.
#pragma once

#include <string>
#include <vector>

#include <quern/ops/operator.hpp>

#include "support/axes.hpp"
#include "support/limits.hpp"

namespace quern::ops::nn {

// Throws InputError with `message` unless `ok`.
inline void require(bool ok, const char* message) {
  if (!ok) throw InputError(message);
}

// Throws InputError where `shape` has another rank; `what` names the tensor in the message.
inline void require_rank(const Shape& shape, size_t rank, const char* what) {
  if (shape.size() != rank)
    throw InputError(std::string(what) + " must have " + std::to_string(rank) + " axes, its shape is " +
                     to_string(shape));
}

// Throws InputError unless `shape` is the expected one; unknown dimensions match anything.
inline void require_shape(const Shape& shape, const Shape& expected, const char* what) {
  bool same = shape.size() == expected.size();
  for (size_t i = 0; same && i < shape.size(); ++i)
    same = shape[i] == expected[i] || shape[i] < 0 || expected[i] < 0;
  if (!same)
    throw InputError(std::string(what) + " must have shape " + to_string(expected) + ", it has " +
                     to_string(shape));
}

// Whether two dimensions contradict each other; an unknown one never does.
inline bool differ(int64_t a, int64_t b) { return a >= 0 && b >= 0 && a != b; }

// ctx.output() behind check_size(), zero-filled: executors may hand out used storage.
inline Tensor& zeroed_output(ComputeContext& ctx, size_t i, DataType type, const Shape& shape) {
  check_size(shape);
  Tensor& tensor = ctx.output(i, type, shape);
  if (tensor.byte_size() > 0) std::memset(const_cast<std::byte*>(tensor.blob.data()), 0, tensor.byte_size());
  return tensor;
}

// The only element of a scalar (or one-element) tensor, as float or int64.
inline float scalar_float(const Tensor& tensor) {
  require(tensor.count() == 1, "a scalar is expected here");
  return tensor.to_float()[0];
}
inline int64_t scalar_int(const Tensor& tensor) {
  require(tensor.count() == 1, "a scalar is expected here");
  return tensor.to_int64()[0];
}

}  // namespace quern::ops::nn
