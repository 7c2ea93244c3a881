// onnx.TensorProto to Tensor. Sizes are checked before anything is allocated.
#pragma once

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <string>

#include <quern/graph/tensor.hpp>
#include <quern/onnx/fields.hpp>

namespace quern::onnx_reader {

// Opens external data: `location` as written in the model, byte range [offset, offset + length); a length of
// -1 means up to the end of the file. Throws Error where that is not to be had.
using ExternalData = std::function<Blob(const std::string& location, int64_t offset, int64_t length)>;

struct Source {
  Blob bytes;             // the serialised model, which tensors may keep alive
  ExternalData external;  // may be empty: external data is refused
};

namespace detail {

// Values of one packed or repeated numeric field, converted to the element type on the way.
struct NumericFields {
  std::vector<float> floats;
  std::vector<double> doubles;
  std::vector<int32_t> ints32;
  std::vector<int64_t> ints64;
  std::vector<uint64_t> uints64;
};

template <class T, class Range>
void append(std::vector<T>& values, const Range& range) {
  values.insert(values.end(), range.begin(), range.end());
}

inline int64_t to_number(const std::string& text, const std::string& tensor) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    throw InputError("external data of tensor \"" + tensor + "\": \"" + text + "\" is not a byte count");
  return value;
}

inline Blob raw_blob(const Source& source, protozero::data_view raw, size_t element) {
  const auto* data = reinterpret_cast<const std::byte*>(raw.data());
  const bool aligned = reinterpret_cast<uintptr_t>(data) % std::max<size_t>(element, 1) == 0;
  const bool inside =
      data >= source.bytes.data() && data + raw.size() <= source.bytes.data() + source.bytes.size();
  if (aligned && inside && source.bytes.owner()) return {source.bytes.owner(), data, raw.size()};
  Blob copy = Blob::allocate(raw.size());
  if (!raw.empty()) std::memcpy(const_cast<std::byte*>(copy.data()), data, raw.size());
  return copy;
}

template <class T, class From>
Blob convert(const std::vector<From>& values) {
  Blob blob = Blob::allocate(values.size() * sizeof(T));
  auto* out = reinterpret_cast<T*>(const_cast<std::byte*>(blob.data()));
  for (size_t i = 0; i < values.size(); ++i) {
    if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
      out[i].bits = uint16_t(values[i]);
    } else {
      out[i] = static_cast<T>(values[i]);
    }
  }
  return blob;
}

inline Blob typed_blob(DataType type, const NumericFields& f) {
  switch (type) {
    case DataType::Float:
    case DataType::Complex64:
      return convert<float>(f.floats);
    case DataType::Double:
    case DataType::Complex128:
      return convert<double>(f.doubles);
    case DataType::Int64:
      return convert<int64_t>(f.ints64);
    case DataType::Uint32:
      return convert<uint32_t>(f.uints64);
    case DataType::Uint64:
      return convert<uint64_t>(f.uints64);
    case DataType::Int32:
      return convert<int32_t>(f.ints32);
    case DataType::Int16:
      return convert<int16_t>(f.ints32);
    case DataType::Uint16:
      return convert<uint16_t>(f.ints32);
    case DataType::Int8:
      return convert<int8_t>(f.ints32);
    case DataType::Uint8:
    case DataType::Bool:
      return convert<uint8_t>(f.ints32);
    case DataType::Float16:
      return convert<Half>(f.ints32);
    case DataType::BFloat16:
      return convert<BFloat16>(f.ints32);
    default:
      return {};
  }
}

inline Blob external_blob(const Source& source, const std::map<std::string, std::string>& entries,
                          const std::string& tensor) {
  const auto location = entries.find("location");
  if (location == entries.end())
    throw InputError("external data of tensor \"" + tensor + "\" has no location");
  if (!source.external)
    throw InputError("tensor \"" + tensor + "\" lies in the file \"" + location->second +
                     "\", which cannot be opened here");
  const auto number = [&](const char* key, int64_t fallback) {
    const auto it = entries.find(key);
    return it == entries.end() ? fallback : to_number(it->second, tensor);
  };
  return source.external(location->second, number("offset", 0), number("length", -1));
}

}  // namespace detail

inline Tensor read_tensor(protozero::pbf_reader message, const Source& source) {
  namespace field = onnx_field::tensor;
  Tensor tensor;
  detail::NumericFields numbers;
  protozero::data_view raw;
  bool has_raw = false, is_external = false;
  std::map<std::string, std::string> external;
  int32_t type = 0;
  const auto packed = protozero::pbf_wire_type::length_delimited;

  while (message.next()) {
    const bool is_packed = message.wire_type() == packed;
    switch (message.tag()) {
      case field::dims:
        if (is_packed)
          detail::append(tensor.dims, message.get_packed_int64());
        else
          tensor.dims.push_back(message.get_int64());
        break;
      case field::data_type:
        type = message.get_int32();
        break;
      case field::name:
        tensor.name = message.get_string();
        break;
      case field::raw_data:
        raw = message.get_view();
        has_raw = true;
        break;
      case field::float_data:
        if (is_packed)
          detail::append(numbers.floats, message.get_packed_float());
        else
          numbers.floats.push_back(message.get_float());
        break;
      case field::double_data:
        if (is_packed)
          detail::append(numbers.doubles, message.get_packed_double());
        else
          numbers.doubles.push_back(message.get_double());
        break;
      case field::int32_data:
        if (is_packed)
          detail::append(numbers.ints32, message.get_packed_int32());
        else
          numbers.ints32.push_back(message.get_int32());
        break;
      case field::int64_data:
        if (is_packed)
          detail::append(numbers.ints64, message.get_packed_int64());
        else
          numbers.ints64.push_back(message.get_int64());
        break;
      case field::uint64_data:
        if (is_packed)
          detail::append(numbers.uints64, message.get_packed_uint64());
        else
          numbers.uints64.push_back(message.get_uint64());
        break;
      case field::string_data:
        tensor.strings.push_back(message.get_string());
        break;
      case field::data_location:
        is_external = message.get_int32() == 1;
        break;
      case field::external_data: {
        protozero::pbf_reader entry = message.get_message();
        std::string key, value;
        while (entry.next()) {
          if (entry.tag() == onnx_field::entry::key)
            key = entry.get_string();
          else if (entry.tag() == onnx_field::entry::value)
            value = entry.get_string();
          else
            entry.skip();
        }
        external[key] = value;
        break;
      }
      default:
        message.skip();
    }
  }

  tensor.type = static_cast<DataType>(type);
  for (const int64_t d : tensor.dims)
    if (d < 0) throw InputError("tensor \"" + tensor.name + "\" has a negative dimension");
  const int64_t count = element_count(tensor.dims);
  if (tensor.type == DataType::String) {
    if (int64_t(tensor.strings.size()) != count)
      throw InputError("tensor \"" + tensor.name + "\" has " + std::to_string(tensor.strings.size()) +
                       " strings, its shape " + to_string(tensor.dims) + " asks for " +
                       std::to_string(count));
    return tensor;
  }
  const size_t element = size_of(tensor.type);
  if (element == 0)
    throw UnsupportedError("tensor \"" + tensor.name + "\" has element type number " + std::to_string(type) +
                           ", which is not supported");
  if (is_external)
    tensor.blob = detail::external_blob(source, external, tensor.name);
  else if (has_raw)
    tensor.blob = detail::raw_blob(source, raw, element);
  else
    tensor.blob = detail::typed_blob(tensor.type, numbers);
  if (tensor.blob.size() != size_t(count) * element)
    throw InputError("tensor \"" + tensor.name + "\" has " + std::to_string(tensor.blob.size()) +
                     " bytes of data, its shape " + to_string(tensor.dims) + " of " + name_of(tensor.type) +
                     " asks for " + std::to_string(size_t(count) * element));
  if (!tensor.blob.data()) tensor.blob = Blob::allocate(0);
  return tensor;
}

}  // namespace quern::onnx_reader
