// Transpose: axis i of the output is axis perm[i] of the input; without perm, the axes in reverse.
#include <numeric>

#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

std::vector<size_t> permutation(const Node& node, size_t rank) {
  if (!node.has("perm")) {
    std::vector<size_t> reversed(rank);
    std::iota(reversed.rbegin(), reversed.rend(), size_t(0));
    return reversed;
  }
  const std::vector<int64_t> perm = node.get_ints("perm");
  if (perm.size() != rank)
    throw InputError("perm has " + std::to_string(perm.size()) + " entries, the input has " +
                     std::to_string(rank) + " axes");
  return normalize_axes(perm, rank);
}

void infer_transpose(InferContext& c) {
  c.output_unknown(0, c.type(0));
  Shape shape;
  for (const size_t axis : permutation(c.node(), c.shape(0).size())) shape.push_back(c.shape(0)[axis]);
  set_output(c, 0, c.type(0), shape);
}

void compute_transpose(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_transpose);
  if (y.count() == 0) return;
  const Shape input_strides = strides_of(x.dims);
  Shape strides;
  for (const size_t axis : permutation(c.node(), x.dims.size())) strides.push_back(input_strides[axis]);
  gather_strided(y, x, 0, strides);
}

}  // namespace

QUERN_OPERATOR("", "Transpose", infer_transpose, compute_transpose);

}  // namespace quern::ops
