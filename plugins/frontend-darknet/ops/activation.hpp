// The activations that layers name in "activation".
#pragma once

#include <string>

#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

// What a layer's activation reads: a new tensor, or the layer's output itself where the activation is linear.
// The layer makes it and then calls activate(). `fallback` is the activation where the option is missing.
std::string before_activation(Context& layer, const char* fallback);
void activate(Context& layer, const std::string& tensor, const char* fallback);

// Throws InputError where the option names no activation.
void check_activation(const Geometry& layer, const char* fallback);

}  // namespace quern::frontend::darknet
