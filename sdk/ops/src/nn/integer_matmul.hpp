// The integer product behind MatMulInteger and QLinearMatMul.
#pragma once

#include <vector>

#include "nn/matrix_product.hpp"

namespace quern::ops::nn {

// Sums of (a - a_zero) * (b - b_zero). Zero points may be missing, scalar, one per row of A ([M]), one per
// column of B ([N]), or broadcast to the matrices.
std::vector<int64_t> multiply_integers(const MatrixProduct& p, const Tensor& a, const Tensor* a_zero,
                                       const Tensor& b, const Tensor* b_zero);

// The shape under which a parameter (zero point or scale) of A's rows broadcasts to A and to the product.
Shape row_parameter_shape(const Tensor& parameter);

}  // namespace quern::ops::nn
