// The elements of a stored tensor as a dense array.
#pragma once

#include "model/tensor_value.hpp"

namespace quern::frontend::pytorch {

// The element type that the tensor has in the graph: half, bfloat16, double and quantised types become
// float32.
DataType graph_type(const StoredTensor& tensor);

// The elements in row-major order. They stay in the archive's mapping where the tensor is dense, aligned, and
// needs no conversion. Throws UnsupportedError for complex numbers.
Tensor dense(const StoredTensor& tensor);

}  // namespace quern::frontend::pytorch
