// TopK: the k largest (or smallest) elements along an axis and where they were. Equal elements keep their
// order; NaN counts as larger than any number. The result is sorted whether "sorted" is set or not.
#include <algorithm>
#include <numeric>
#include <vector>

#include "support/axes.hpp"
#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_top_k(InferContext& c) {
  require_type(c, 0, NumericTypes{});
  c.output_unknown(0, c.type(0));
  c.output_unknown(1, DataType::Int64);
  Shape shape = c.shape(0);
  int64_t& dim = shape[normalize_axis(c.node().get_int("axis", -1), shape.size())];
  if (c.has_input(1) && !c.input(1).constant) {
    dim = kUnknownDim;
  } else {
    const int64_t k = constant_int(c, 1);
    if (k < 0 || (dim != kUnknownDim && k > dim))
      throw InputError("k is " + std::to_string(k) + ", the axis has " + std::to_string(dim) + " elements");
    dim = k;
  }
  set_output(c, 0, c.type(0), shape);
  set_output(c, 1, DataType::Int64, shape);
}

// Is a before b in ascending order?
template <class C>
bool is_less(C a, C b) {
  if (a != a) return false;
  return b != b || a < b;
}

template <class T>
void select(const T* x, T* values, int64_t* indices, const AxisView& view, int64_t k, bool largest) {
  using C = Compute<T>;
  std::vector<C> column(size_t(view.size));
  std::vector<int64_t> order(size_t(view.size));
  const auto before = [&](int64_t a, int64_t b) {
    const C u = column[size_t(a)], v = column[size_t(b)];
    if (largest ? is_less(v, u) : is_less(u, v)) return true;
    if (largest ? is_less(u, v) : is_less(v, u)) return false;
    return a < b;
  };
  for (int64_t o = 0; o < view.outer; ++o)
    for (int64_t i = 0; i < view.inner; ++i) {
      for (int64_t s = 0; s < view.size; ++s) column[size_t(s)] = C(x[(o * view.size + s) * view.inner + i]);
      std::iota(order.begin(), order.end(), 0);
      std::partial_sort(order.begin(), order.begin() + k, order.end(), before);
      for (int64_t r = 0; r < k; ++r) {
        const int64_t at = (o * k + r) * view.inner + i;
        values[at] = T(column[size_t(order[size_t(r)])]);
        indices[at] = order[size_t(r)];
      }
    }
}

void compute_top_k(ComputeContext& c) {
  const Tensor& x = c.input(0);
  (void)c.input(1);
  const Shape shape = infer_actual(c, infer_top_k).at(0).shape.value();
  Tensor& values = c.output(0, x.type, shape);
  c.output(1, DataType::Int64, shape);
  Tensor& indices = c.outputs()[1];
  if (indices.count() == 0) return;
  const size_t axis = normalize_axis(c.node().get_int("axis", -1), x.dims.size());
  const bool largest = c.node().get_int("largest", 1) != 0;
  dispatch(NumericTypes{}, x.type, [&]<class T>() {
    select(x.data<T>(), values.mutable_data<T>(), indices.mutable_data<int64_t>(), view_axis(x.dims, axis),
           shape[axis], largest);
  });
}

}  // namespace

QUERN_OPERATOR("", "TopK", infer_top_k, compute_top_k);

}  // namespace quern::ops
