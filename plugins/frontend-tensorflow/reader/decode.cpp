// TensorProto and raw elements to tensors.
#include <algorithm>
#include <type_traits>

#include "model/constant.hpp"
#include "reader/fields.hpp"

namespace quern::frontend::tensorflow {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

// Float32 elements of any floating-point type.
Tensor to_float32(const Tensor& tensor) {
  Tensor result(DataType::Float, tensor.dims);
  auto* to = result.mutable_data<float>();
  with_type(tensor.type, [&]<class T>() {
    const T* from = tensor.data<T>();
    for (int64_t i = 0; i < tensor.count(); ++i) to[i] = float(from[i]);
  });
  return result;
}

Tensor from_raw(DataType type, const Shape& dims, const Blob& bytes, const Shape& perm) {
  const auto count = uint64_t(element_count(dims));
  if (bytes.size() % size_of(type) != 0 || bytes.size() / size_of(type) != count)
    throw InputError("a tensor of " + to_string(dims) + " elements of type " + name_of(type) + " has " +
                     std::to_string(bytes.size()) + " bytes");
  Tensor tensor;
  tensor.type = type;
  tensor.dims = dims;
  tensor.blob = bytes;
  if (!perm.empty()) return permuted(tensor, perm);  // which does not mind the alignment
  if (reinterpret_cast<uintptr_t>(bytes.data()) % size_of(type) != 0) {
    tensor.blob = Blob::allocate(bytes.size());
    std::memcpy(const_cast<std::byte*>(tensor.blob.data()), bytes.data(), bytes.size());
  }
  return tensor;
}

// One element of a list field that may be packed or not.
template <class T>
T read_element(pbf_reader& message) {
  if constexpr (std::is_same_v<T, float>) {
    return message.get_float();
  } else if constexpr (std::is_same_v<T, double>) {
    return message.get_double();
  } else if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
    T value;
    value.bits = uint16_t(message.get_int32());
    return value;
  } else {
    return T(message.get_int64());
  }
}

// The field that lists elements of this type.
field::Tag list_field(DataType type) {
  namespace f = field::tensor;
  switch (type) {
    case DataType::Float:
      return f::float_val;
    case DataType::Double:
      return f::double_val;
    case DataType::Int64:
      return f::int64_val;
    case DataType::Bool:
      return f::bool_val;
    case DataType::Float16:
    case DataType::BFloat16:
      return f::half_val;
    case DataType::Uint32:
      return f::uint32_val;
    case DataType::Uint64:
      return f::uint64_val;
    default:
      return f::int_val;
  }
}

// What a packed list holds, as a message of its own is not: varints or fixed-width numbers behind each other.
template <class T, class Store>
void read_packed(pbf_reader& message, Store&& store) {
  if constexpr (std::is_same_v<T, float>) {
    for (const float v : message.get_packed_float()) store(v);
  } else if constexpr (std::is_same_v<T, double>) {
    for (const double v : message.get_packed_double()) store(v);
  } else if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
    for (const int32_t v : message.get_packed_int32()) {
      T value;
      value.bits = uint16_t(v);
      store(value);
    }
  } else {
    for (const int64_t v : message.get_packed_int64()) store(T(v));
  }
}

// Elements listed one by one; where there are fewer than the shape asks for, the last one is repeated.
template <class T>
Tensor from_list(DataType type, const Shape& dims, const Blob& bytes) {
  Tensor tensor(type, dims);
  T* elements = tensor.mutable_data<T>();
  const int64_t count = tensor.count();
  int64_t used = 0;
  T last{};
  const auto store = [&](T value) {
    last = value;
    if (used < count) elements[used++] = value;
  };
  pbf_reader message(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (message.next()) {
    if (message.tag() != list_field(type))
      message.skip();
    else if (message.wire_type() == pbf_wire_type::length_delimited)
      read_packed<T>(message, store);
    else
      store(read_element<T>(message));
  }
  std::fill(elements + used, elements + count, last);
  return tensor;
}

Tensor strings_of(const Shape& dims, const Blob& bytes) {
  if (uint64_t(element_count(dims)) > bytes.size() + 1)
    throw InputError("a tensor of " + to_string(dims) + " strings is larger than its file");
  Tensor tensor(DataType::String, dims);
  size_t used = 0;
  pbf_reader message(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (message.next(field::tensor::string_val)) {
    std::string text = message.get_string();
    if (used < tensor.strings.size()) tensor.strings[used++] = std::move(text);
  }
  return tensor;
}

Tensor from_message(DataType type, const Shape& dims, const Blob& bytes, const Shape& perm) {
  pbf_reader message(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (message.next(field::tensor::content)) {
    const auto view = message.get_view();
    if (view.size() == 0) continue;
    return from_raw(type, dims, {bytes.owner(), reinterpret_cast<const std::byte*>(view.data()), view.size()},
                    perm);
  }
  const Tensor tensor = with_type(type, [&]<class T>() { return from_list<T>(type, dims, bytes); });
  return perm.empty() ? tensor : permuted(tensor, perm);
}

}  // namespace

Tensor decode(const Constant& constant, const Shape& perm) {
  if (constant.form == Constant::Form::Ready)
    return perm.empty() ? constant.ready : permuted(constant.ready, perm);
  const DataType type = stored_type(constant.type);
  if (type == DataType::Undefined)
    throw UnsupportedError("a constant of TensorFlow's type number " + std::to_string(int(constant.type)) +
                           " has no plain elements");
  try {
    if (type == DataType::String) return strings_of(constant.dims, constant.bytes);
    const Tensor tensor = constant.form == Constant::Form::Raw
                              ? from_raw(type, constant.dims, constant.bytes, perm)
                              : from_message(type, constant.dims, constant.bytes, perm);
    return converted_type(constant.type) == type ? tensor : to_float32(tensor);
  } catch (const protozero::exception& e) {
    throw InputError(std::string("a constant is damaged: ") + e.what());
  }
}

}  // namespace quern::frontend::tensorflow
