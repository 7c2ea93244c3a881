// Kernel, stride, padding and dilation: given once, once per spatial axis, or with _h and _w.
#pragma once

#include <string>

#include "ops/context.hpp"

namespace quern::frontend::caffe {

// The values of `name` (or of its forms `name_h`, `name_w` for two axes), one per spatial axis; `fallback`
// where there are none. `short_name` is the stem of the _h and _w forms ("kernel" for "kernel_size"). Throws
// InputError where their number fits neither 1 nor the number of axes, or where one is below `least`.
Shape spatial_values(const FieldTree& parameter, const std::string& name, const std::string& short_name,
                     size_t axes, int64_t fallback, int64_t least);

// x repeated: pads at begin and end in ONNX's order.
inline std::vector<int64_t> both_ends(const Shape& pads) {
  std::vector<int64_t> both = pads;
  both.insert(both.end(), pads.begin(), pads.end());
  return both;
}

}  // namespace quern::frontend::caffe
