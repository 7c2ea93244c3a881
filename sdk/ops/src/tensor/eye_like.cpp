// EyeLike: a matrix of the input's shape with ones on diagonal k, in the type "dtype" or that of the input.
#include <algorithm>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_eye_like(InferContext& c) {
  const int64_t dtype = c.node().get_int("dtype", int64_t(c.type(0)));
  const auto type = DataType(int32_t(dtype));
  if (c.node().has("dtype") && (dtype != int32_t(dtype) || !contains(PlainTypes{}, type)))
    throw UnsupportedError("element type number " + std::to_string(dtype) + " is not supported here");
  c.output_unknown(0, type);
  if (c.shape(0).size() != 2)
    throw InputError("a matrix is needed, the input has the shape " + to_string(c.shape(0)));
  set_output(c, 0, type, c.shape(0));
}

void compute_eye_like(ComputeContext& c) {
  Tensor& y = make_output(c, infer_eye_like);
  const int64_t rows = y.dims[0], columns = y.dims[1];
  const int64_t k = std::clamp(c.node().get_int("k", 0), -rows, columns);
  dispatch(PlainTypes{}, y.type, [&]<class T>() {
    T* out = y.mutable_data<T>();
    std::fill_n(out, y.count(), T{});
    for (int64_t row = std::max<int64_t>(0, -k); row < rows && row + k < columns; ++row)
      out[row * columns + row + k] = T(Compute<T>(1));
  });
}

}  // namespace

QUERN_OPERATOR("", "EyeLike", infer_eye_like, compute_eye_like);

}  // namespace quern::ops
