// Between the tensors of the host and those of a program.
#pragma once

#include <quern/graph/tensor.hpp>
#include <quern/plugin.h>

#include "bmodel/model.hpp"
#include "vendor_library.hpp"

namespace quern::sophon {

// Row-major elements of the type of `expected`: as given, or where float32 is given for a scaled integer,
// round(x * scale), half away from zero and saturated. Throws InputError where the types do not fit or the
// number of bytes is wrong.
Blob to_program(const quern_tensor& given, const bmodel::Tensor& expected);

// A result of that shape: as it is, or for a scaled integer float(x) * scale unless `raw`.
Tensor to_host(const Blob& data, const Shape& shape, const bmodel::Tensor& result, bool raw);

VendorShape vendor_shape(const Shape& shape);
Shape shape_of(const VendorShape& shape);

}  // namespace quern::sophon
