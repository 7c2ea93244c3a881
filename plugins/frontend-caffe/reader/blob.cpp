#include "reader/blob.hpp"

#include <algorithm>
#include <array>

#include "model/net.hpp"

namespace quern::frontend::caffe {
namespace {

using protozero::data_view;
using protozero::pbf_wire_type;

// BlobProto; the raw fields are those of NVIDIA's fork.
namespace field {
constexpr uint32_t num = 1, width = 4, data = 5, shape = 7, double_data = 8, raw_data_type = 10,
                   raw_data = 12;
}
enum class RawType { Double = 0, Float = 1, Half = 2 };

struct Contents {
  std::array<int64_t, 4> legacy{};  // num, channels, height, width
  bool has_legacy = false, has_shape = false;
  Shape shape;
  std::vector<data_view> floats, doubles;  // runs of little-endian values
  data_view raw;
  int64_t raw_type = int64_t(RawType::Float);
};

void read_shape(data_view bytes, Shape& shape) {
  protozero::pbf_reader reader(bytes);
  while (reader.next()) {
    if (reader.tag() == 1 && reader.wire_type() == pbf_wire_type::length_delimited) {
      for (const int64_t d : reader.get_packed_int64()) shape.push_back(d);
    } else if (reader.tag() == 1) {
      shape.push_back(reader.get_int64());
    } else {
      reader.skip();
    }
    if (shape.size() > kMostAxes) throw InputError("a weight has more than 32 axes");
  }
}

// The bytes of one number of fixed width that is not packed.
data_view single(protozero::pbf_reader& reader, size_t size) {
  const data_view before = reader.data();
  reader.skip();
  return {before.data(), size};
}

Contents scan(data_view bytes) {
  Contents c;
  protozero::pbf_reader reader(bytes);
  while (reader.next()) {
    const uint32_t tag = reader.tag();
    const pbf_wire_type type = reader.wire_type();
    const bool is_run = type == pbf_wire_type::length_delimited;
    if (tag >= field::num && tag <= field::width && type == pbf_wire_type::varint) {
      c.has_legacy = true;
      c.legacy[tag - field::num] = reader.get_int32();
    } else if (tag == field::shape && is_run) {
      c.has_shape = true;
      read_shape(reader.get_view(), c.shape);
    } else if (tag == field::data && is_run) {
      c.floats.push_back(reader.get_view());
    } else if (tag == field::data && type == pbf_wire_type::fixed32) {
      c.floats.push_back(single(reader, 4));
    } else if (tag == field::double_data && is_run) {
      c.doubles.push_back(reader.get_view());
    } else if (tag == field::double_data && type == pbf_wire_type::fixed64) {
      c.doubles.push_back(single(reader, 8));
    } else if (tag == field::raw_data_type && type == pbf_wire_type::varint) {
      c.raw_type = reader.get_int64();
    } else if (tag == field::raw_data && is_run) {
      c.raw = reader.get_view();
    } else {
      reader.skip();
    }
  }
  return c;
}

size_t total_size(const std::vector<data_view>& runs, size_t width) {
  size_t size = 0;
  for (const data_view& run : runs) {
    if (run.size() % width != 0) throw InputError("the data of a weight end inside of a number");
    size += run.size();
  }
  return size;
}

template <class T>
Tensor converted(const std::vector<data_view>& runs) {
  Tensor tensor(DataType::Float, {int64_t(total_size(runs, sizeof(T)) / sizeof(T))});
  float* out = tensor.mutable_data<float>();
  for (const data_view& run : runs)
    for (size_t i = 0; i < run.size(); i += sizeof(T)) {
      T value;
      std::memcpy(&value, run.data() + i, sizeof(T));
      *out++ = float(value);
    }
  return tensor;
}

Tensor floats(const std::vector<data_view>& runs, const Blob& file) {
  const size_t size = total_size(runs, sizeof(float));
  Tensor tensor;
  tensor.type = DataType::Float;
  tensor.dims = {int64_t(size / sizeof(float))};
  if (runs.size() == 1 && reinterpret_cast<uintptr_t>(runs[0].data()) % alignof(float) == 0) {
    tensor.blob = {file.owner(), reinterpret_cast<const std::byte*>(runs[0].data()), size};
    return tensor;
  }
  tensor.blob = Blob::allocate(size);
  auto* out = const_cast<std::byte*>(tensor.blob.data());
  for (const data_view& run : runs) {
    if (run.size() > 0) std::memcpy(out, run.data(), run.size());
    out += run.size();
  }
  return tensor;
}

Tensor raw(const Contents& c, const Blob& file) {
  switch (RawType(c.raw_type)) {
    case RawType::Double:
      return converted<double>({c.raw});
    case RawType::Float:
      return floats({c.raw}, file);
    case RawType::Half:
      return converted<Half>({c.raw});
  }
  throw UnsupportedError("weights of raw data type " + std::to_string(c.raw_type));
}

// Gives the values the shape that the file declares; old files give four sizes, very small ones none.
Tensor shaped(Tensor values, const Shape& shape, bool has_shape, const Shape& legacy, bool has_legacy) {
  if (!has_shape && !has_legacy) return values;
  Shape dims = has_shape ? shape : legacy;
  // Sizes that an old file leaves out are 0 there, which says nothing where there are values.
  if (!has_shape && std::find(dims.begin(), dims.end(), 0) != dims.end()) return values;
  if (!is_static(dims) || element_count(dims) != values.count())
    throw InputError("a weight has " + std::to_string(values.count()) + " values, its shape is " +
                     to_string(dims));
  values.dims = std::move(dims);
  return values;
}

}  // namespace

Tensor read_blob(data_view bytes, const Blob& file) {
  const Contents c = scan(bytes);
  Tensor values;
  if (!c.floats.empty()) {
    values = floats(c.floats, file);
  } else if (!c.doubles.empty()) {
    values = converted<double>(c.doubles);
  } else if (c.raw.size() > 0) {
    values = raw(c, file);
  } else {
    return {};
  }
  return shaped(std::move(values), c.shape, c.has_shape, Shape(c.legacy.begin(), c.legacy.end()),
                c.has_legacy);
}

Tensor read_blob(const FieldTree& fields) {
  std::vector<float> data = fields.get_floats("data");
  if (data.empty()) data = fields.get_floats("double_data");
  if (data.empty()) return {};
  const bool has_legacy =
      fields.has("num") || fields.has("channels") || fields.has("height") || fields.has("width");
  const Shape legacy = {fields.get_int("num", 0), fields.get_int("channels", 0), fields.get_int("height", 0),
                        fields.get_int("width", 0)};
  return shaped(Tensor::from(data), fields.message("shape").get_ints("dim"), fields.has("shape"), legacy,
                has_legacy);
}

}  // namespace quern::frontend::caffe
