// Writing binary Caffe files piece by piece.
#pragma once

#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>
#include <quern/onnx/wire.hpp>

namespace quern::frontend::caffe::test::wire {

inline std::string bytes(uint32_t field, const std::string& content) {
  std::string out;
  protozero::pbf_writer(out).add_bytes(field, content);
  return out;
}
inline std::string number(uint32_t field, int64_t value) {
  std::string out;
  protozero::pbf_writer(out).add_int64(field, value);
  return out;
}
inline std::string fixed32(uint32_t field, float value) {
  std::string out;
  protozero::pbf_writer(out).add_float(field, value);
  return out;
}
inline std::string fixed64(uint32_t field, double value) {
  std::string out;
  protozero::pbf_writer(out).add_double(field, value);
  return out;
}

// BlobShape, as field 7 of BlobProto.
inline std::string shape(const Shape& dims) {
  std::string content;
  protozero::pbf_writer(content).add_packed_int64(1, dims.begin(), dims.end());
  return bytes(7, content);
}
// BlobProto.
inline std::string floats(const Shape& dims, const std::vector<float>& values) {
  return shape(dims) +
         bytes(5, std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
}
// LayerParameter; `rest` are further fields.
inline std::string layer(const std::string& name, const std::string& type,
                         const std::vector<std::string>& bottoms, const std::vector<std::string>& tops,
                         const std::vector<std::string>& blobs, const std::string& rest = "") {
  std::string out = bytes(1, name) + bytes(2, type);
  for (const std::string& bottom : bottoms) out += bytes(3, bottom);
  for (const std::string& top : tops) out += bytes(4, top);
  for (const std::string& blob : blobs) out += bytes(7, blob);
  return out + rest;
}
// Fields of NetParameter.
inline std::string input(const std::string& name, const Shape& dims) {
  std::string content;
  protozero::pbf_writer(content).add_packed_int64(1, dims.begin(), dims.end());
  return bytes(3, name) + bytes(8, content);
}
inline std::string net(const std::vector<std::string>& layers) {
  std::string out;
  for (const std::string& layer : layers) out += bytes(100, layer);
  return out;
}

inline Blob as_blob(const std::string& file) {
  Blob blob = Blob::allocate(file.size());
  if (!file.empty()) std::memcpy(const_cast<std::byte*>(blob.data()), file.data(), file.size());
  return blob;
}

}  // namespace quern::frontend::caffe::test::wire
