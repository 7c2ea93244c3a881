#include "support/reduce.hpp"

namespace quern::ops {

Reduction::Reduction(const Node& node, size_t rank, const std::vector<int64_t>& axes)
    : reduced(rank, false), keepdims(node.get_int("keepdims", 1) != 0) {
  if (axes.empty()) {
    if (node.get_int("noop_with_empty_axes", 0) == 0) reduced.assign(rank, true);
    return;
  }
  for (const size_t axis : normalize_axes(axes, rank)) reduced[axis] = true;
}

Shape Reduction::output_shape(const Shape& input) const {
  Shape shape;
  for (size_t i = 0; i < input.size(); ++i) {
    if (!reduced[i])
      shape.push_back(input[i]);
    else if (keepdims)
      shape.push_back(1);
  }
  return shape;
}

Reduction reduction_of(const InferContext& c) {
  const Shape& shape = c.shape(0);
  const std::vector<int64_t> axes = c.has_input(1) ? constant_ints(c, 1) : c.node().get_ints("axes");
  return {c.node(), shape.size(), axes};
}

Reduction reduction_of(const ComputeContext& c, size_t rank) {
  const Tensor* axes = c.optional_input(1);
  return {c.node(), rank, axes ? axes->to_int64() : c.node().get_ints("axes")};
}

void infer_reduction(InferContext& c) {
  require_type(c, 0, NumericTypes{});
  c.output_unknown(0, c.type(0));
  // Axes that are not known yet still leave the rank known where dimensions are kept.
  if (c.has_input(1) && !c.input(1).constant && c.node().get_int("keepdims", 1) != 0)
    set_output(c, 0, c.type(0), Shape(c.shape(0).size(), kUnknownDim));
  set_output(c, 0, c.type(0), reduction_of(c).output_shape(c.shape(0)));
}

ReductionLoop::ReductionLoop(const Shape& input, const std::vector<bool>& reduced) {
  if (element_count(input) == 0) {
    levels.push_back({0, false, 0});
    return;
  }
  for (size_t i = 0; i < input.size(); ++i) {
    if (input[i] == 1) continue;
    if (!levels.empty() && levels.back().reduced == reduced[i]) {
      levels.back().size *= input[i];
    } else {
      levels.push_back({input[i], reduced[i], 0});
    }
  }
  if (levels.empty()) levels.push_back({1, false, 0});
  int64_t stride = 1;
  for (size_t i = levels.size(); i-- > 0;) {
    if (levels[i].reduced) continue;
    levels[i].output_stride = stride;
    stride *= levels[i].size;
  }
}

}  // namespace quern::ops
