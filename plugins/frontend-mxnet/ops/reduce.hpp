// Which axes a reduction removes.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::mxnet {

struct Reduction {
  Shape axes;                 // sorted, from 0
  bool keep_axes = false;     // as axes of size 1
  bool to_one_value = false;  // all axes go: the result has the shape [1]
};

// From the attributes "axis", "keepdims" and "exclude".
Reduction reduction_of(const Context& layer);

// Makes the layer's first output with one of ONNX's Reduce operators.
void make_reduction(Context& layer, const std::string& op, const std::string& input,
                    const Reduction& reduction);

}  // namespace quern::frontend::mxnet
