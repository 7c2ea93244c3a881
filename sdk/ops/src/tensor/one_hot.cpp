// OneHot: a new axis of "depth" (input 1) positions, values[1] where the index says, values[0] elsewhere; an
// index outside of [-depth, depth) gives values[0] everywhere.
#include "support/axes.hpp"
#include "support/cast.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

int64_t depth_of(const Tensor& tensor) {
  if (tensor.count() != 1) throw InputError("depth must be one value");
  const int64_t depth = *cast(tensor, DataType::Int64).data<int64_t>();
  if (depth < 0) throw InputError("depth is " + std::to_string(depth));
  return depth;
}

void infer_one_hot(InferContext& c) {
  require_type(c, 0, NumericTypes{});
  c.output_unknown(0, c.type(2));
  if (c.input(2).shape && c.shape(2) != Shape{2} && is_static(c.shape(2)))
    throw InputError("values must have two elements, they have the shape " + to_string(c.shape(2)));
  Shape shape = c.shape(0);
  const size_t axis = normalize_axis(c.node().get_int("axis", -1), shape.size() + 1);
  const int64_t depth = c.has_input(1) && !c.input(1).constant ? kUnknownDim : depth_of(c.constant(1));
  shape.insert(shape.begin() + std::ptrdiff_t(axis), depth);
  set_output(c, 0, c.type(2), shape);
}

void compute_one_hot(ComputeContext& c) {
  const Tensor& values = c.input(2);
  Tensor& y = make_output(c, infer_one_hot);
  if (y.count() == 0) return;
  const AxisView view = view_axis(y.dims, normalize_axis(c.node().get_int("axis", -1), y.dims.size()));
  const Tensor indices = cast(c.input(0), DataType::Int64);
  fill_elements(y, values);
  with_carrier(y.type, [&]<class E>() {
    E* out = mutable_elements<E>(y);
    const int64_t* index = indices.data<int64_t>();
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        const int64_t given = *index++;
        const int64_t hot = given < 0 ? given + view.size : given;
        if (hot >= 0 && hot < view.size) out[(o * view.size + hot) * view.inner + i] = elements<E>(values)[1];
      }
  });
}

}  // namespace

QUERN_OPERATOR("", "OneHot", infer_one_hot, compute_one_hot);

}  // namespace quern::ops
