// The attributes that convolutions and poolings share.
#pragma once

#include "ops/context.hpp"

namespace quern::frontend::mxnet {

// A list with one entry per spatial axis; `fallback` for all of them where it is not given. Throws InputError
// where it has another length.
inline Shape per_axis(const Context& layer, const char* name, size_t axes, int64_t fallback) {
  Shape values = layer.attributes().integers(name);
  if (values.empty()) return Shape(axes, fallback);
  if (values.size() != axes)
    throw InputError("attribute \"" + std::string(name) + "\" has " + std::to_string(values.size()) +
                     " entries for " + std::to_string(axes) + " spatial axes");
  return values;
}

// The same pads at the beginning and at the end, as ONNX writes them.
inline Shape both_ends(const Shape& pads) {
  Shape both = pads;
  both.insert(both.end(), pads.begin(), pads.end());
  return both;
}

// The attribute "kernel", which must fit the input's rank.
inline Shape kernel_of(const Context& layer) {
  Shape kernel = layer.attributes().integers("kernel");
  const size_t rank = layer.rank();
  if (rank < 3 || kernel.size() != rank - 2)
    throw InputError("a kernel of " + std::to_string(kernel.size()) + " sizes does not fit the input " +
                     to_string(layer.shape()));
  return kernel;
}

}  // namespace quern::frontend::mxnet
