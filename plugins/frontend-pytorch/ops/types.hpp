// Element types: PyTorch's numbers for them, and its rules for mixing them.
#pragma once

#include <string>
#include <vector>

#include "ops/context.hpp"

namespace quern::frontend::pytorch {

bool is_integer(DataType type);  // without bool
inline bool is_float(DataType type) { return type == DataType::Float; }

// The element type for a dtype argument, e.g. 6 for torch.float32; all floats become float32. Throws
// UnsupportedError for complex numbers. `fallback` where it is None.
DataType type_of_dtype(const Value& dtype, DataType fallback);
// torch's number for an element type.
int64_t dtype_of(DataType type);

Tensor scalar_of(double value, DataType type);

// The common type of operands (c10/core/ScalarType.h: promoteTypes; docs "Type Promotion"): the highest kind
// (bool < integer < float) decides; tensors with dimensions go before scalar tensors, and those before
// numbers, unless these are of a higher kind.
DataType promoted(Call& call, const std::vector<Value>& operands);
// The names of the operands, cast to `type`. Numbers become constants.
std::string operand(Call& call, const Value& value, DataType type);

}  // namespace quern::frontend::pytorch
