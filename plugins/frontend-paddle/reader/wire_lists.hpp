// Repeated numbers: the schema is proto2, where writers may pack them or not.
#pragma once

#include <cstdint>
#include <vector>

#include <quern/onnx/wire.hpp>

namespace quern::frontend::paddle {

// Appends the number or the packed numbers of the current field, a list of int32, int64 or bool. Negative
// int32 values are sign-extended on the wire.
inline void append_varints(protozero::pbf_reader& message, std::vector<int64_t>& list) {
  if (message.wire_type() != protozero::pbf_wire_type::length_delimited) {
    list.push_back(message.get_int64());
    return;
  }
  for (const int64_t value : message.get_packed_int64()) list.push_back(value);
}

inline void append_floats(protozero::pbf_reader& message, std::vector<double>& list) {
  if (message.wire_type() != protozero::pbf_wire_type::length_delimited) {
    list.push_back(double(message.get_float()));
    return;
  }
  for (const float value : message.get_packed_float()) list.push_back(double(value));
}

inline void append_doubles(protozero::pbf_reader& message, std::vector<double>& list) {
  if (message.wire_type() != protozero::pbf_wire_type::length_delimited) {
    list.push_back(message.get_double());
    return;
  }
  for (const double value : message.get_packed_double()) list.push_back(value);
}

}  // namespace quern::frontend::paddle
