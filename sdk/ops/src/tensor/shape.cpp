// Shape: the dimensions from "start" up to "end" as an int64 list; both are clamped to the rank.
#include <algorithm>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

// The dimensions that the node asks for.
Shape selected(const Node& node, const Shape& shape) {
  const auto rank = int64_t(shape.size());
  const auto position = [&](int64_t p) { return std::clamp(p < 0 ? p + rank : p, int64_t(0), rank); };
  const int64_t start = position(std::max(node.get_int("start", 0), -rank));
  const int64_t end = position(std::max(node.get_int("end", rank), -rank));
  return start < end ? Shape(shape.begin() + start, shape.begin() + end) : Shape{};
}

void infer_shape(InferContext& c) {
  c.output_unknown(0, DataType::Int64);
  c.output(0, DataType::Int64, Shape{int64_t(selected(c.node(), c.shape(0)).size())});
}

void compute_shape(ComputeContext& c) {
  const Shape dims = selected(c.node(), c.input(0).dims);
  Tensor& y = c.output(0, DataType::Int64, {int64_t(dims.size())});
  std::copy(dims.begin(), dims.end(), y.mutable_data<int64_t>());
}

}  // namespace

QUERN_OPERATOR("", "Shape", infer_shape, compute_shape);

}  // namespace quern::ops
