// Taking the outputs of a batch apart.
#pragma once

#include <string>

#include "plugins/session.hpp"

namespace quern::evaluation {

// The tensor of that name. Throws InputError where the runtime did not give it.
const Tensor& require(const NamedTensors& tensors, const std::string& name);

// The elements of sample `index` of a tensor that holds `batch_size` samples along its first dimension,
// sharing its storage. With a batch size of 1 that is the tensor itself. Throws InputError where it does not
// hold so many.
Tensor part_of(const Tensor& tensor, size_t index, size_t batch_size);

}  // namespace quern::evaluation
