// The checks of one stage, for verify.cpp.
#pragma once

#include <functional>
#include <string>

#include "bmodel/model.hpp"

namespace quern::bmodel {

// Receives the part of the stage and what is wrong with it.
using Report = std::function<void(const std::string& part, const std::string& message)>;

// The arena holds coefficients, then the context, and the context every input and output (isa.md §2.1).
void verify_memory(const Net& net, const Stage& stage, const Report& report);
void verify_coefficients(const Coefficients& coefficients, const Report& report);
void verify_tensors(const std::vector<Tensor>& tensors, const Report& report);
// Subnets exist, follow each other, and hold together exactly the commands of the stage.
void verify_subnets(const Stage& stage, const Report& report);

}  // namespace quern::bmodel
