// Unique: the distinct elements, or slices of an axis; sorted, or in the order of their first occurrence.
// Further outputs: where each occurs first, which of them each input element is, and how often each occurs.
#include <numeric>

#include "support/axes.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_unique(InferContext& c) {
  require_type(c, 0, PlainTypes{});
  c.output_unknown(0, c.type(0));
  for (size_t i = 1; i < c.output_count(); ++i) c.output(i, DataType::Int64, Shape{kUnknownDim});
  Shape shape{kUnknownDim};
  if (c.node().has("axis")) {
    shape = c.shape(0);
    shape[normalize_axis(c.node().get_int("axis", 0), shape.size())] = kUnknownDim;
  }
  c.output(0, c.type(0), shape);
}

// Groups of equal slices of an axis.
struct Groups {
  std::vector<int64_t> first;    // per group: the first slice in it
  std::vector<int64_t> inverse;  // per slice: its group
  std::vector<int64_t> counts;   // per group: the number of slices
};

// Ascending order, with NaN behind all numbers: -1, 0 or 1.
template <class C>
int compare(C a, C b) {
  if (a < b) return -1;
  if (b < a) return 1;
  return int(a != a) - int(b != b);
}

template <class T>
Groups group(const T* x, const AxisView& view, bool sorted) {
  const auto order_of = [&](int64_t a, int64_t b) {
    for (int64_t o = 0; o < view.outer; ++o)
      for (int64_t i = 0; i < view.inner; ++i) {
        const T *u = x + (o * view.size + a) * view.inner + i, *v = x + (o * view.size + b) * view.inner + i;
        if (const int order = compare(Compute<T>(*u), Compute<T>(*v))) return order;
      }
    return 0;
  };
  std::vector<int64_t> slices(size_t(view.size));
  std::iota(slices.begin(), slices.end(), 0);
  std::stable_sort(slices.begin(), slices.end(), [&](int64_t a, int64_t b) { return order_of(a, b) < 0; });
  std::vector<std::pair<int64_t, int64_t>> runs;  // first slice (the sort is stable), position in `slices`
  for (size_t i = 0; i < slices.size(); ++i)
    if (i == 0 || order_of(slices[i - 1], slices[i]) != 0) runs.emplace_back(slices[i], int64_t(i));
  std::vector<int64_t> ends;
  for (size_t i = 0; i < runs.size(); ++i)
    ends.push_back(i + 1 < runs.size() ? runs[i + 1].second : view.size);
  std::vector<size_t> rank(runs.size());
  std::iota(rank.begin(), rank.end(), size_t(0));
  if (!sorted)
    std::sort(rank.begin(), rank.end(), [&](size_t a, size_t b) { return runs[a].first < runs[b].first; });

  Groups groups;
  groups.inverse.resize(size_t(view.size));
  for (size_t g = 0; g < rank.size(); ++g) {
    const auto [first, begin] = runs[rank[g]];
    groups.first.push_back(first);
    groups.counts.push_back(ends[rank[g]] - begin);
    for (int64_t i = begin; i < ends[rank[g]]; ++i) groups.inverse[size_t(slices[size_t(i)])] = int64_t(g);
  }
  return groups;
}

void compute_unique(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Shape shape = infer_actual(c, infer_unique).at(0).shape.value();
  const bool whole = !c.node().has("axis");
  const size_t axis = whole ? 0 : normalize_axis(c.node().get_int("axis", 0), x.dims.size());
  check_size(whole ? Shape{x.count()}
                   : Shape{x.dims[axis]});  // slices may be empty, their number is still bounded
  const AxisView view = whole            ? AxisView{1, x.count(), 1}
                        : x.count() == 0 ? AxisView{0, x.dims[axis], 0}
                                         : view_axis(x.dims, axis);
  Groups groups;
  dispatch(PlainTypes{}, x.type,
           [&]<class T>() { groups = group(x.data<T>(), view, c.node().get_int("sorted", 1) != 0); });
  shape[axis] = int64_t(groups.first.size());
  Tensor& y = c.output(0, x.type, shape);
  with_carrier(x.type, [&]<class E>() {
    E* to = mutable_elements<E>(y);
    for (int64_t o = 0; o < view.outer; ++o)
      for (const int64_t k : groups.first)
        to = std::copy_n(elements<E>(x) + (o * view.size + k) * view.inner, view.inner, to);
  });
  c.output(1, Tensor::from(groups.first));
  c.output(2, Tensor::from(groups.inverse));
  c.output(3, Tensor::from(groups.counts));
}

}  // namespace

QUERN_OPERATOR("", "Unique", infer_unique, compute_unique);

}  // namespace quern::ops
