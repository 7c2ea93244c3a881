#include "nn/integer_matmul.hpp"

#include "nn/affine_quantisation.hpp"

namespace quern::ops::nn {

Shape row_parameter_shape(const Tensor& parameter) {
  if (parameter.count() == 1) return {};
  return parameter.dims.size() == 1 ? Shape{parameter.dims[0], 1} : parameter.dims;
}

std::vector<int64_t> multiply_integers(const MatrixProduct& p, const Tensor& a, const Tensor* a_zero,
                                       const Tensor& b, const Tensor* b_zero) {
  const bool b_is_scalar = !b_zero || b_zero->count() == 1;
  const std::vector<int32_t> left = centred(a, a_zero, a_zero ? row_parameter_shape(*a_zero) : Shape{});
  const std::vector<int32_t> right = centred(b, b_zero, b_is_scalar ? Shape{} : b_zero->dims);
  check_size(p.output);
  std::vector<int64_t> sums(size_t(element_count(p.output)), 0);
  multiply<int64_t>(p, left.data(), right.data(), sums.data());
  return sums;
}

}  // namespace quern::ops::nn
