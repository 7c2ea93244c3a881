// Squeeze: without the axes of input 1, which have size 1; without input 1, without all axes of size 1.
#include "support/axes.hpp"
#include "support/view.hpp"

namespace quern::ops {
namespace {

void infer_squeeze(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const Shape& shape = c.shape(0);
  std::vector<bool> dropped(shape.size(), false);
  if (c.has_input(1)) {
    for (const size_t axis : normalize_axes(constant_ints(c, 1), shape.size())) {
      if (shape[axis] != 1 && shape[axis] != kUnknownDim)
        throw InputError("axis " + std::to_string(axis) + " of size " + std::to_string(shape[axis]) +
                         " cannot be squeezed");
      dropped[axis] = true;
    }
  } else {
    if (!is_static(shape)) throw InferContext::Unknown();
    for (size_t i = 0; i < shape.size(); ++i) dropped[i] = shape[i] == 1;
  }
  Shape result;
  for (size_t i = 0; i < shape.size(); ++i)
    if (!dropped[i]) result.push_back(shape[i]);
  set_output(c, 0, c.type(0), result);
}

}  // namespace

QUERN_OPERATOR("", "Squeeze", infer_squeeze, compute_view<infer_squeeze>);

}  // namespace quern::ops
