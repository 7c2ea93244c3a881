// Floating-point kernels are written for float and double; half and bfloat16 tensors pass through float.
#pragma once

#include "nn/checks.hpp"

namespace quern::ops::nn {

// Calls f.template operator()<T>() with float or double.
template <class F>
decltype(auto) with_float_type(DataType type, F&& f) {
  switch (type) {
    case DataType::Float:
      return f.template operator()<float>();
    case DataType::Double:
      return f.template operator()<double>();
    default:
      throw InputError(std::string("a floating-point tensor is expected here, not ") + name_of(type));
  }
}

inline bool is_half(DataType type) { return type == DataType::Float16 || type == DataType::BFloat16; }

// A copy of `tensor` whose elements have type `type`; both types are floating-point.
Tensor convert_float(const Tensor& tensor, DataType type);

// Runs `kernel` on copies widened to float where inputs are half or bfloat16, and narrows its float outputs.
void run_half_as_float(ComputeContext& ctx, void (*kernel)(ComputeContext&));

// The kernel to register for operators that accept all floating-point types.
template <void (*kernel)(ComputeContext&)>
void half_as_float(ComputeContext& ctx) {
  run_half_as_float(ctx, kernel);
}

}  // namespace quern::ops::nn
