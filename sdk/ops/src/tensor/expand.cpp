// Expand: the input repeated until it has the shape that it and the one in input 1 broadcast to.
#include "support/broadcast.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_expand(InferContext& c) {
  c.output_unknown(0, c.type(0));
  const std::vector<int64_t> target = constant_ints(c, 1);
  for (const int64_t d : target)
    if (d < 0) throw InputError("a dimension of the new shape is " + std::to_string(d));
  set_output(c, 0, c.type(0), broadcast_shapes(c.shape(0), target));
}

void compute_expand(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_expand);
  if (y.count() == 0) return;
  Shape strides(y.dims.size() - x.dims.size(), 0);
  for (const int64_t s : strides_of(x.dims)) strides.push_back(s);
  for (size_t i = 1; i <= x.dims.size(); ++i)
    if (x.dims[x.dims.size() - i] == 1) strides[strides.size() - i] = 0;
  gather_strided(y, x, 0, strides);
}

}  // namespace

QUERN_OPERATOR("", "Expand", infer_expand, compute_expand);

}  // namespace quern::ops
