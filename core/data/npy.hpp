// The .npy format of NumPy, versions 1 to 3.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <quern/graph/tensor.hpp>

namespace quern::data {

// Reads one array. Little-endian bool, integers and floats of 1 to 8 bytes, in C or Fortran order; the
// result is row-major. `where` names the file in errors. Throws InputError and UnsupportedError.
Tensor decode_npy(std::span<const std::byte> bytes, const std::string& where);

// The bytes of a version 1.0 file in C order. bfloat16 is widened to float32, which NumPy lacks it for.
// Throws UnsupportedError for strings and complex numbers.
std::string encode_npy(const Tensor& tensor);

// decode_npy() of a whole file.
Tensor read_npy(const std::string& path);

}  // namespace quern::data
