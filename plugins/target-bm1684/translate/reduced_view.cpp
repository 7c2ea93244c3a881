#include "translate/reduced_view.hpp"

namespace quern::bm1684 {
namespace {

int product(const Shape& shape, size_t begin, size_t end) {
  int64_t count = 1;
  for (size_t i = begin; i < end; ++i) count *= shape[i];
  if (count > INT32_MAX) throw UnsupportedError("a reduction of more than 2^31 elements has no encoding");
  return int(count);
}

}  // namespace

LayerTensor ReducedView::of(Translator& t, int tensor) const {
  const LayerTensor plain = t.seen_as(tensor, memory);
  if (!rows_first) return {plain.tensor, dims};
  const ChipTensor& x = t.at(plain.tensor);
  const Strides s = view_as(x, memory)->strides;
  return {t.make_view(x.name + "/reduced", {dims.n, dims.c, dims.h, dims.w}, plain.tensor, 0,
                      {int64_t(s.n), int64_t(s.h), int64_t(s.c), int64_t(s.w)}),
          dims};
}

ReducedView reduced_view(const Shape& shape, size_t first, size_t last) {
  ReducedView view;
  const size_t rank = shape.size();
  const int after = product(shape, last + 1, rank);
  if (after == 1) {  // the last kept axis over the lanes; several reduced axes as rows and columns
    const size_t lanes = first > 0 ? first - 1 : 0;
    view.dims.n = product(shape, 0, lanes);
    view.dims.c = first > 0 ? int(shape[lanes]) : 1;
    view.dims.h = int(shape[first]);
    view.dims.w = product(shape, first + 1, last + 1);
    view.over_columns = true;
    view.memory = view.dims;
    return view;
  }
  view.rows_first = true;
  view.dims.n = product(shape, 0, first);
  view.dims.h = product(shape, first, last + 1);
  view.dims.c = int(shape[last + 1]);
  view.dims.w = product(shape, last + 2, rank);
  // Long rows are spread over the lanes too.
  if (int64_t(view.dims.h) * view.dims.w > 60000) view.dims.c *= std::exchange(view.dims.w, 1);
  view.memory = {view.dims.n, view.dims.h, view.dims.c, view.dims.w};
  return view;
}

}  // namespace quern::bm1684
