// Element types and shapes as Paddle's files write them.
#pragma once

#include <string>

#include <quern/graph/tensor.hpp>

#include "reader/fields.hpp"

namespace quern::frontend::paddle {

struct TensorDesc {
  DataType type = DataType::Undefined;
  Shape dims;  // kUnknownDim for every negative number
};

// The element type of VarType.Type number `type`; Undefined for numbers that are none.
DataType element_type(int64_t type);

// Throws protozero::exception where the message is damaged.
TensorDesc read_tensor_desc(protozero::pbf_reader message);

}  // namespace quern::frontend::paddle
