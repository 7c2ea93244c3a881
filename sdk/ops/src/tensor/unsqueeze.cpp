// Unsqueeze: with new axes of size 1 at the places that input 1 lists, counted in the output.
#include "support/axes.hpp"
#include "support/view.hpp"

namespace quern::ops {
namespace {

void infer_unsqueeze(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const Shape& shape = c.shape(0);
  const std::vector<int64_t> axes = constant_ints(c, 1);
  Shape result(shape.size() + axes.size(), 0);
  for (const size_t axis : normalize_axes(axes, result.size())) result[axis] = 1;
  auto next = shape.begin();
  for (int64_t& dim : result)
    if (dim == 0) dim = *next++;
  set_output(c, 0, c.type(0), result);
}

}  // namespace

QUERN_OPERATOR("", "Unsqueeze", infer_unsqueeze, compute_view<infer_unsqueeze>);

}  // namespace quern::ops
