// Names, types and shapes of values in an ONNX model.
#pragma once

#include <quern/graph/graph.hpp>
#include <quern/onnx/read_tensor.hpp>

namespace quern::onnx_reader::detail {

template <class Map>
void read_entry(protozero::pbf_reader message, Map& map) {
  std::string key, value;
  while (message.next()) {
    if (message.tag() == onnx_field::entry::key)
      key = message.get_string();
    else if (message.tag() == onnx_field::entry::value)
      value = message.get_string();
    else
      message.skip();
  }
  map[key] = value;
}

inline void read_shape(protozero::pbf_reader message, ValueInfo& value) {
  value.shape.emplace();
  while (message.next()) {
    if (message.tag() != onnx_field::shape::dim) {
      message.skip();
      continue;
    }
    protozero::pbf_reader dim = message.get_message();
    int64_t size = kUnknownDim;
    std::string name;
    while (dim.next()) {
      if (dim.tag() == onnx_field::dim::value)
        size = dim.get_int64();
      else if (dim.tag() == onnx_field::dim::param)
        name = dim.get_string();
      else
        dim.skip();
    }
    value.shape->push_back(size < 0 ? kUnknownDim : size);
    value.dim_names.push_back(name);
  }
}

inline ValueInfo read_value(protozero::pbf_reader message) {
  ValueInfo value;
  value.is_tensor = true;
  while (message.next()) {
    switch (message.tag()) {
      case onnx_field::value_info::name:
        value.name = message.get_string();
        break;
      case onnx_field::value_info::metadata_props:
        read_entry(message.get_message(), value.metadata);
        break;
      case onnx_field::value_info::type: {
        protozero::pbf_reader type = message.get_message();
        while (type.next()) {
          if (type.tag() != onnx_field::type::tensor_type) {
            value.is_tensor = false;
            type.skip();
            continue;
          }
          protozero::pbf_reader tensor = type.get_message();
          while (tensor.next()) {
            if (tensor.tag() == onnx_field::tensor_type::elem_type)
              value.type = static_cast<DataType>(tensor.get_int32());
            else if (tensor.tag() == onnx_field::tensor_type::shape)
              read_shape(tensor.get_message(), value);
            else
              tensor.skip();
          }
        }
        break;
      }
      default:
        message.skip();
    }
  }
  return value;
}

}  // namespace quern::onnx_reader::detail
