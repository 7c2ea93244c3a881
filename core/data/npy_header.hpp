// The header of a .npy file: what the bytes behind it mean.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <quern/graph/data_type.hpp>
#include <quern/graph/shape.hpp>

namespace quern::data {

struct NpyHeader {
  DataType type = DataType::Undefined;
  bool fortran_order = false;  // first axis fastest
  Shape shape;
  size_t size = 0;  // bytes of the header itself: where the elements begin
};

// Throws InputError and UnsupportedError; `where` names the file.
NpyHeader parse_npy_header(std::span<const std::byte> file, const std::string& where);

// A version 1.0 header in C order, padded to a multiple of 64 bytes. Throws UnsupportedError.
std::string make_npy_header(DataType type, const Shape& shape);

}  // namespace quern::data
