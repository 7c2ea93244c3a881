#include "nn/affine_quantisation.hpp"

#include "support/broadcast.hpp"

namespace quern::ops::nn {

std::vector<int32_t> centred(const Tensor& tensor, const Tensor* zero_point, const Shape& zero_shape) {
  check_size(tensor.dims);
  std::vector<int32_t> result(size_t(tensor.count()));
  std::vector<int64_t> zeros(1, 0);
  if (zero_point) {
    if (zero_point->type != tensor.type)
      throw InputError("a zero point must have the element type of its tensor");
    zeros = zero_point->to_int64();
    require(int64_t(zeros.size()) == element_count(zero_shape),
            "a zero point has the wrong number of elements");
  }
  const Shape shape = zero_point ? zero_shape : Shape{};
  if (broadcast_shapes(tensor.dims, shape) != tensor.dims)
    throw InputError("a zero point of shape " + to_string(shape) + " does not fit a tensor of shape " +
                     to_string(tensor.dims));
  with_quantised_type(tensor.type, [&]<class T>() {
    const BroadcastLoop<1> loop(tensor.dims, {&shape});
    const bool repeats = loop.repeats(0);
    loop.for_each_row([&](int64_t output, const std::array<int64_t, 1>& offsets, int64_t length) {
      const T* source = tensor.data<T>() + output;
      const int64_t* zero = zeros.data() + offsets[0];
      for (int64_t i = 0; i < length; ++i)
        result[size_t(output + i)] = int32_t(source[i]) - int32_t(zero[repeats ? 0 : i]);
    });
  });
  return result;
}

Shape parameter_shape(const Tensor& parameter, size_t axis, size_t rank, int64_t size) {
  if (parameter.count() == 1) return {};
  if (parameter.dims.size() != 1 || parameter.dims[0] != size)
    throw InputError("a quantisation parameter of shape " + to_string(parameter.dims) +
                     " fits neither the tensor nor its axis of " + std::to_string(size) + " elements");
  Shape shape(rank, 1);
  shape[axis] = size;
  return shape;
}

}  // namespace quern::ops::nn
