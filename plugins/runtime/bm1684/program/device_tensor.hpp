// Tensors between the host (row-major) and device memory (1N, 2N or 4N; integers with a scale).
#pragma once

#include <quern/graph/tensor.hpp>
#include <quern/plugin.h>

#include "../memory.hpp"
#include "bmodel/model.hpp"

namespace quern::bm1684 {

// Bytes that a tensor takes in device memory. Throws InputError where the shape is not static or does not fit
// `size`.
uint64_t device_bytes(const bmodel::Tensor& tensor);

// Stores an input. Floats for an integer tensor become round(x * scale), half away from zero, saturated;
// elements of the tensor's own type are stored as they are. Throws InputError where shape or type do not fit.
void store_input(const quern_tensor& value, const bmodel::Tensor& tensor, Memory& memory);

// Loads an output or an intermediate. Integers become float(x) * scale unless `raw`.
Tensor load_tensor(const bmodel::Tensor& tensor, const Memory& memory, bool raw);

}  // namespace quern::bm1684
