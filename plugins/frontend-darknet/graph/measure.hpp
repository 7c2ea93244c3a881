// The sizes of all tensors and arrays, from the input on.
#pragma once

#include <quern/frontend/unsupported.hpp>

#include "model/network.hpp"

namespace quern::frontend::darknet {

// Measures the first `layer_count` layers. Sections that no file of ops/ knows and options that cannot be
// translated go to `unsupported`; layers behind such a layer stay unmeasured. Throws InputError where a layer
// contradicts its input.
void measure(Network& network, size_t layer_count, bool decode, Unsupported& unsupported);

}  // namespace quern::frontend::darknet
