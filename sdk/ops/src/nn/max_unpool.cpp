#include <quern/ops/window.hpp>

#include "nn/float_types.hpp"

namespace quern::ops {
namespace {

// The shape that MaxPool was applied to, as far as its attributes tell: what the indices count in.
Shape pooled_shape(const Node& node, const Shape& x) {
  if (x.size() < 3)
    throw InputError("MaxUnpool needs an input of at least 3 axes, it has shape " + to_string(x));
  const auto kernel = node.require<std::vector<int64_t>>("kernel_shape");
  const Window window = conv_transpose_window(node, std::span(x).subspan(2), kernel);
  Shape shape = {x[0], x[1]};
  shape.insert(shape.end(), window.output.begin(), window.output.end());
  return shape;
}

// Inputs: X, I (indices as MaxPool makes them), output_shape (optional).
void infer(InferContext& ctx) {
  ctx.output_unknown(0, ctx.type(0));
  ctx.output(0, ctx.type(0),
             ctx.has_input(2) ? Shape(ctx.constant(2).to_int64()) : pooled_shape(ctx.node(), ctx.shape(0)));
}

void compute(ComputeContext& ctx) {
  const Tensor &x = ctx.input(0), &indices = ctx.input(1);
  nn::require_shape(indices.dims, x.dims, "I");
  const Shape from = pooled_shape(ctx.node(), x.dims);
  const Shape to = ctx.has_input(2) ? Shape(ctx.input(2).to_int64()) : from;
  nn::require_rank(to, from.size(), "output_shape");
  check_size(from);
  const int64_t count = element_count(from);
  const Shape from_strides = strides_of(from);
  Tensor& y = nn::zeroed_output(ctx, 0, x.type, to);
  const Shape to_strides = strides_of(to);
  nn::with_float_type(x.type, [&]<class T>() {
    for (int64_t i = 0; i < x.count(); ++i) {
      const int64_t index = indices.data<int64_t>()[i];
      nn::require(index >= 0 && index < count, "I has an index outside of the unpooled tensor");
      int64_t target = 0;
      for (size_t axis = 0; axis < from.size(); ++axis) {
        const int64_t position = index / from_strides[axis] % from[axis];
        nn::require(position < to[axis], "I has an index outside of output_shape");
        target += position * to_strides[axis];
      }
      y.mutable_data<T>()[target] = x.data<T>()[i];
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "MaxUnpool", infer, nn::half_as_float<compute>);

}  // namespace quern::ops
