// Trilu: the upper or lower triangle of matrices, from diagonal k (input 1) on; zeros elsewhere.
#include <algorithm>

#include "support/infer.hpp"

namespace quern::ops {
namespace {

void infer_trilu(InferContext& c) {
  require_type(c, 0, PlainTypes{});
  c.output_unknown(0, c.type(0));
  if (c.shape(0).size() < 2)
    throw InputError("a matrix is needed, the input has the shape " + to_string(c.shape(0)));
  set_output(c, 0, c.type(0), c.shape(0));
  if (c.has_input(1) && c.input(1).constant) (void)constant_int(c, 1);
}

void compute_trilu(ComputeContext& c) {
  const Tensor& x = c.input(0);
  Tensor& y = make_output(c, infer_trilu);
  if (y.count() == 0) return;
  const int64_t rows = x.dims[x.dims.size() - 2], columns = x.dims.back();
  const int64_t k = std::clamp(c.has_input(1) ? c.input(1).to_int64().at(0) : 0, -rows, columns);
  const bool upper = c.node().get_int("upper", 1) != 0;
  dispatch(PlainTypes{}, x.type, [&]<class T>() {
    const T* in = x.data<T>();
    T* out = y.mutable_data<T>();
    const T zero{};
    for (int64_t row = 0; row < y.count() / columns; ++row, in += columns, out += columns) {
      // Columns [0, diagonal) lie below the diagonal, which itself belongs to both triangles.
      const int64_t diagonal = row % rows + k;
      const int64_t split = std::clamp(upper ? diagonal : diagonal + 1, int64_t(0), columns);
      if (upper)
        std::copy(in + split, in + columns, std::fill_n(out, split, zero));
      else
        std::fill_n(std::copy_n(in, split, out), columns - split, zero);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Trilu", infer_trilu, compute_trilu);

}  // namespace quern::ops
