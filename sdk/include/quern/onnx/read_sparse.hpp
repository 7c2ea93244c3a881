// Sparse initializers of an ONNX model, made dense.
#pragma once

#include <quern/onnx/read_tensor.hpp>

namespace quern::onnx_reader {

// Elements of a sparse tensor for each of its values (at least 1024 values are counted).
inline constexpr int64_t kMaxSparsity = 1000;

namespace detail {

// A COO sparse initializer, made dense: values [NNZ], indices [NNZ] (linear) or [NNZ, rank].
inline Tensor read_sparse(protozero::pbf_reader message, const Source& source) {
  Tensor values, indices;
  Shape dims;
  while (message.next()) {
    switch (message.tag()) {
      case onnx_field::sparse_tensor::values:
        values = read_tensor(message.get_message(), source);
        break;
      case onnx_field::sparse_tensor::indices:
        indices = read_tensor(message.get_message(), source);
        break;
      case onnx_field::sparse_tensor::dims:
        if (message.wire_type() == protozero::pbf_wire_type::length_delimited)
          append(dims, message.get_packed_int64());
        else
          dims.push_back(message.get_int64());
        break;
      default:
        message.skip();
    }
  }
  for (const int64_t d : dims)
    if (d < 0) throw InputError("sparse tensor \"" + values.name + "\" has a negative dimension");
  const size_t element = size_of(values.type);
  if (element == 0)
    throw UnsupportedError("sparse tensor \"" + values.name + "\" has an unsupported element type");
  // A few bytes may claim any size: what is made dense is bounded by how much is there.
  if (element_count(dims) > kMaxSparsity * std::max<int64_t>(values.count(), 1024))
    throw UnsupportedError("sparse tensor \"" + values.name + "\" is too sparse to be made dense");
  Tensor dense(values.type, dims);
  dense.name = values.name;
  const std::vector<int64_t> at = indices.to_int64();
  const int64_t nonzero = values.count();
  const size_t rank = indices.dims.size() == 2 ? dims.size() : 1;
  if (at.size() != size_t(nonzero) * rank)
    throw InputError("sparse tensor \"" + values.name + "\": indices and values differ in number");
  const Shape strides = strides_of(dims);
  auto* out = const_cast<std::byte*>(dense.blob.data());
  for (int64_t k = 0; k < nonzero; ++k) {
    int64_t offset = 0;
    if (indices.dims.size() == 2) {
      for (size_t d = 0; d < rank; ++d) {
        const int64_t i = at[size_t(k) * rank + d];
        if (i < 0 || i >= dims[d])
          throw InputError("sparse tensor \"" + values.name + "\": index out of range");
        offset += i * strides[d];
      }
    } else {
      offset = at[size_t(k)];
    }
    if (offset < 0 || offset >= dense.count())
      throw InputError("sparse tensor \"" + values.name + "\": index out of range");
    std::memcpy(out + size_t(offset) * element, values.blob.data() + size_t(k) * element, element);
  }
  return dense;
}

}  // namespace detail
}  // namespace quern::onnx_reader
