#include "data/npy.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <quern/onnx/file.hpp>

#include "data/npy_header.hpp"

namespace quern::data {

namespace {

// Copies elements with the first axis fastest into row-major order.
void copy_fortran(const std::byte* from, std::byte* to, const Shape& shape, size_t element) {
  const auto count = size_t(element_count(shape));
  Shape index(shape.size(), 0);  // of the row-major element
  Shape step(shape.size(), 1);   // in elements of `from`
  for (size_t i = 1; i < shape.size(); ++i) step[i] = step[i - 1] * shape[i - 1];
  int64_t position = 0;
  for (size_t i = 0; i < count; ++i) {
    std::memcpy(to + i * element, from + size_t(position) * element, element);
    for (size_t axis = shape.size(); axis-- > 0;) {
      position += step[axis];
      if (++index[axis] < shape[axis]) break;
      position -= step[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

}  // namespace

Tensor decode_npy(std::span<const std::byte> bytes, const std::string& where) {
  const NpyHeader header = parse_npy_header(bytes, where);
  const std::span<const std::byte> payload = bytes.subspan(header.size);
  const size_t element = size_of(header.type);
  const auto count = uint64_t(element_count(header.shape));
  if (count > payload.size() / element || count * element != payload.size())
    throw InputError("the array of shape " + to_string(header.shape) + " needs " + std::to_string(count) +
                         " elements of " + std::to_string(element) + " bytes, but " +
                         std::to_string(payload.size()) + " bytes follow the header",
                     where);
  Tensor tensor(header.type, header.shape);
  auto* target = const_cast<std::byte*>(tensor.blob.data());
  if (header.fortran_order && header.shape.size() > 1) {
    copy_fortran(payload.data(), target, header.shape, element);
  } else if (!payload.empty()) {
    std::memcpy(target, payload.data(), payload.size());
  }
  if (header.type == DataType::Bool)  // any byte but 0 is true; a C++ bool must be 0 or 1
    std::transform(target, target + count, target, [](std::byte b) { return std::byte(b != std::byte(0)); });
  return tensor;
}

std::string encode_npy(const Tensor& tensor) {
  if (tensor.type == DataType::BFloat16) return encode_npy(Tensor::from(tensor.to_float(), tensor.dims));
  std::string bytes = make_npy_header(tensor.type, tensor.dims);
  bytes.append(reinterpret_cast<const char*>(tensor.blob.data()), tensor.byte_size());
  return bytes;
}

Tensor read_npy(const std::string& path) {
  const Blob file = map_file(path);
  return decode_npy({file.data(), file.size()}, path);
}

}  // namespace quern::data
