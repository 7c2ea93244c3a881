// Flatten: a matrix of the dimensions before "axis" by those from it on.
#include "support/view.hpp"

namespace quern::ops {
namespace {

int64_t product(Shape::const_iterator begin, Shape::const_iterator end) {
  const Shape dims(begin, end);
  return is_static(dims) ? element_count(dims) : kUnknownDim;
}

void infer_flatten(InferContext& c) {
  c.output(0, c.type(0), Shape{kUnknownDim, kUnknownDim});
  const Shape& shape = c.shape(0);
  const auto rank = int64_t(shape.size());
  int64_t axis = c.node().get_int("axis", 1);
  if (axis < -rank || axis > rank)
    throw InputError("axis " + std::to_string(axis) + " is out of range for a tensor of rank " +
                     std::to_string(rank));
  if (axis < 0) axis += rank;
  const auto middle = shape.begin() + axis;
  set_output(c, 0, c.type(0), {product(shape.begin(), middle), product(middle, shape.end())});
}

}  // namespace

QUERN_OPERATOR("", "Flatten", infer_flatten, compute_view<infer_flatten>);

}  // namespace quern::ops
