#include "model/constant.hpp"

#include <array>

namespace quern::frontend::tensorflow {
namespace {

// Copies elements of `Size` bytes; strides and dims are those of the result's axes in the source.
template <size_t Size>
void copy_permuted(const std::byte* from, std::byte* to, const Shape& dims, const Shape& strides) {
  const size_t rank = dims.size();
  const int64_t inner = dims[rank - 1], step = strides[rank - 1] * int64_t(Size);
  Shape index(rank, 0);
  int64_t offset = 0;
  for (;;) {
    const std::byte* source = from + offset * int64_t(Size);
    for (int64_t i = 0; i < inner; ++i, source += step, to += Size) std::memcpy(to, source, Size);
    size_t axis = rank - 1;
    while (axis-- > 0) {
      offset += strides[axis];
      if (++index[axis] < dims[axis]) break;
      offset -= strides[axis] * dims[axis];
      index[axis] = 0;
    }
    if (axis == size_t(-1)) return;
  }
}

}  // namespace

Tensor permuted(const Tensor& tensor, const Shape& perm) {
  const Shape source_strides = strides_of(tensor.dims);
  Shape dims, strides;
  for (const int64_t axis : perm) {
    dims.push_back(tensor.dims[size_t(axis)]);
    strides.push_back(source_strides[size_t(axis)]);
  }
  Tensor result(tensor.type, dims);
  result.name = tensor.name;
  if (result.count() == 0) return result;
  auto* to = const_cast<std::byte*>(result.blob.data());
  switch (size_of(tensor.type)) {
    case 1:
      copy_permuted<1>(tensor.blob.data(), to, dims, strides);
      return result;
    case 2:
      copy_permuted<2>(tensor.blob.data(), to, dims, strides);
      return result;
    case 4:
      copy_permuted<4>(tensor.blob.data(), to, dims, strides);
      return result;
    case 8:
      copy_permuted<8>(tensor.blob.data(), to, dims, strides);
      return result;
    default:
      throw UnsupportedError(std::string("the axes of a ") + name_of(tensor.type) +
                             " constant cannot be moved");
  }
}

}  // namespace quern::frontend::tensorflow
