// Activations that stand alone or are fused behind another operator.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::tensorflow {

// Applies the activation `op` ("Relu6", "LeakyRelu", ...) to a converted tensor; returns the result. Throws
// UnsupportedError where it is not known.
std::string add_activation(Context& layer, const std::string& op, const std::string& tensor);

}  // namespace quern::frontend::tensorflow
