#include "nn/matrix_product.hpp"

namespace quern::ops::nn {

MatrixProduct resolve_matrix_product(const Shape& a, const Shape& b) {
  if (a.empty() || b.empty()) throw InputError("a matrix product needs operands of at least one axis");
  const Shape left = a.size() == 1 ? Shape{1, a[0]} : a;
  const Shape right = b.size() == 1 ? Shape{b[0], 1} : b;
  MatrixProduct p{left[left.size() - 2], left.back(), right.back(), {}, {}, {}, {}};
  if (differ(p.k, right[right.size() - 2]))
    throw InputError("matrices of shape " + to_string(a) + " and " + to_string(b) + " cannot be multiplied");
  p.a_batch.assign(left.begin(), left.end() - 2);
  p.b_batch.assign(right.begin(), right.end() - 2);
  p.batch = broadcast_shapes(p.a_batch, p.b_batch);
  p.output = p.batch;
  if (a.size() > 1) p.output.push_back(p.m);
  if (b.size() > 1) p.output.push_back(p.n);
  return p;
}

}  // namespace quern::ops::nn
