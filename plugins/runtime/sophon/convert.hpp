// Between the tensors of the host and those of a program.
#pragma once

#include <quern/graph/tensor.hpp>
#include <quern/plugin.h>

#include "bmodel/model.hpp"
#include "vendor_library.hpp"

namespace quern::sophon {

// The host's type for a type of the file. Throws UnsupportedError for the 4-bit types, which the host has
// not.
DataType host_type(bmodel::DataType type);

// Row-major elements of the type that `expected` has: as given, or for float32 values and an integer tensor
// round(value * scale) + zero point, half away from zero and saturated, as casts of the compiler round.
// Throws InputError where the types do not fit or the number of bytes is wrong.
Blob to_program(const quern_tensor& given, const bmodel::Tensor& expected);

VendorShape vendor_shape(const Shape& shape);
Shape shape_of(const VendorShape& shape);

}  // namespace quern::sophon
