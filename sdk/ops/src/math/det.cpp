// Det: the determinant of square matrices, by elimination with row pivoting in double.
#include <cmath>
#include <vector>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

using Set = Types<float, double, Half, BFloat16>;

void infer_det(InferContext& c) {
  require_type(c, 0, Set{});
  c.output_unknown(0, c.type(0));
  const Shape& shape = c.shape(0);
  if (shape.size() < 2) throw InputError("a matrix is needed, the input has the shape " + to_string(shape));
  const int64_t rows = shape[shape.size() - 2], columns = shape.back();
  if (rows != columns && rows != kUnknownDim && columns != kUnknownDim)
    throw InputError("only square matrices have a determinant, these are " + to_string({rows, columns}));
  set_output(c, 0, c.type(0), Shape(shape.begin(), shape.end() - 2));
}

// Destroys the n x n matrix m.
double determinant(std::vector<double>& m, size_t n) {
  double det = 1;
  for (size_t k = 0; k < n; ++k) {
    size_t pivot = k;
    for (size_t r = k + 1; r < n; ++r)
      if (std::fabs(m[r * n + k]) > std::fabs(m[pivot * n + k])) pivot = r;
    if (m[pivot * n + k] == 0) return 0;
    if (pivot != k) {
      std::swap_ranges(m.begin() + std::ptrdiff_t(k * n), m.begin() + std::ptrdiff_t((k + 1) * n),
                       m.begin() + std::ptrdiff_t(pivot * n));
      det = -det;
    }
    det *= m[k * n + k];
    for (size_t r = k + 1; r < n; ++r) {
      const double factor = m[r * n + k] / m[k * n + k];
      for (size_t col = k + 1; col < n; ++col) m[r * n + col] -= factor * m[k * n + col];
    }
  }
  return det;
}

void compute_det(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_det);
  const auto n = size_t(x.dims.back());
  dispatch(Set{}, x.type, [&]<class T>() {
    const T* in = x.data<T>();
    for (int64_t i = 0; i < y.count(); ++i, in += n * n) {
      std::vector<double> matrix(n * n);
      for (size_t k = 0; k < n * n; ++k) matrix[k] = double(Compute<T>(in[k]));
      y.mutable_data<T>()[i] = T(Compute<T>(determinant(matrix, n)));
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Det", infer_det, compute_det);

}  // namespace quern::ops
