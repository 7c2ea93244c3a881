#include "model/stored_tensor.hpp"

#include <algorithm>

namespace quern::frontend::pytorch {
namespace {

bool is_dense(const StoredTensor& tensor) {
  int64_t expected = 1;
  for (size_t i = tensor.dims.size(); i-- > 0;) {
    if (tensor.dims[i] != 1 && tensor.strides[i] != expected) return false;
    expected *= tensor.dims[i];
  }
  return true;
}

// Calls visit(position in the storage) for every element in row-major order.
template <class Visit>
void for_each_element(const StoredTensor& tensor, Visit&& visit) {
  const int64_t count = element_count(tensor.dims);
  std::vector<int64_t> index(tensor.dims.size(), 0);
  int64_t position = tensor.offset;
  for (int64_t i = 0; i < count; ++i) {
    visit(position);
    for (size_t axis = tensor.dims.size(); axis-- > 0;) {
      position += tensor.strides[axis];
      if (++index[axis] < tensor.dims[axis]) break;
      position -= tensor.strides[axis] * tensor.dims[axis];
      index[axis] = 0;
    }
  }
}

// Storages inside of an archive may be unaligned.
template <class T>
T element(const StoredTensor& tensor, int64_t position) {
  if constexpr (std::is_same_v<T, bool>) {
    return tensor.storage->bytes.data()[position] != std::byte(0);
  } else {
    T value;
    std::memcpy(&value, tensor.storage->bytes.data() + size_t(position) * sizeof(T), sizeof(T));
    return value;
  }
}

template <class T>
Tensor converted(const StoredTensor& tensor) {
  using To =
      std::conditional_t<std::is_same_v<T, double> || std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>,
                         float, T>;
  Tensor result(data_type_of<To>(), tensor.dims);
  To* to = result.mutable_data<To>();
  for_each_element(tensor, [&](int64_t position) { *to++ = To(element<T>(tensor, position)); });
  return result;
}

template <class T>
Tensor dequantised(const StoredTensor& tensor) {
  Tensor result(DataType::Float, tensor.dims);
  auto* to = result.mutable_data<float>();
  const int64_t inner = tensor.axis ? strides_of(tensor.dims)[*tensor.axis] : 1;
  const auto channels = int64_t(tensor.scales.size());
  int64_t i = 0;
  for_each_element(tensor, [&](int64_t position) {
    const auto channel = size_t(i++ / inner % channels);
    *to++ = float((double(element<T>(tensor, position)) - double(tensor.zero_points[channel])) *
                  tensor.scales[channel]);
  });
  return result;
}

}  // namespace

DataType graph_type(const StoredTensor& tensor) {
  const DataType type = tensor.storage->type;
  const bool is_float = type == DataType::Double || type == DataType::Float16 || type == DataType::BFloat16;
  return is_float || !tensor.scales.empty() ? DataType::Float : type;
}

Tensor dense(const StoredTensor& tensor) {
  const DataType type = tensor.storage->type;
  if (!tensor.scales.empty())
    return type == DataType::Int8    ? dequantised<int8_t>(tensor)
           : type == DataType::Uint8 ? dequantised<uint8_t>(tensor)
                                     : dequantised<int32_t>(tensor);
  const size_t begin = size_t(tensor.offset) * size_of(type);
  const std::byte* data = tensor.storage->bytes.data() + begin;
  if (graph_type(tensor) == type && type != DataType::Bool && is_dense(tensor) &&
      element_count(tensor.dims) > 0 && reinterpret_cast<uintptr_t>(data) % size_of(type) == 0) {
    Tensor result;
    result.type = type;
    result.dims = tensor.dims;
    result.blob = {tensor.storage->bytes.owner(), data, size_t(element_count(tensor.dims)) * size_of(type)};
    return result;
  }
  return with_type(type, [&]<class T>() { return converted<T>(tensor); });
}

}  // namespace quern::frontend::pytorch
