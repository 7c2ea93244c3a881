// Activations that fused operators name by an attribute.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::paddle {

// Makes `output` from `x` with the activation of the attributes activation, activation_type,
// fuse_activation or with_relu, fuse_relu; fuse_alpha and fuse_beta are its parameters. Throws
// UnsupportedError for one that is not known.
void make_fused_activation(Context& layer, const std::string& output, const std::string& x);

// Makes `output` with the activation `name` ("relu", "hard_swish" ..., "" for none) and its usual parameters.
void make_activation(Context& layer, const std::string& output, const std::string& x,
                     const std::string& name);

}  // namespace quern::frontend::paddle
