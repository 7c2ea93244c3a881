// Where: condition ? x : y, element by element, all three broadcast.
#include "support/broadcast.hpp"
#include "support/infer.hpp"
#include "support/strided.hpp"

namespace quern::ops {
namespace {

void infer_where(InferContext& c) {
  require_type(c, 0, BoolType{});
  const DataType type = common_type(c, 1);
  c.output_unknown(0, type);
  set_output(c, 0, type, broadcast_shapes(broadcast_shapes(c.shape(0), c.shape(1)), c.shape(2)));
}

void compute_where(ComputeContext& c) {
  Tensor& out = make_output(c, infer_where);
  const Tensor &condition = c.input(0), &x = c.input(1), &y = c.input(2);
  const BroadcastLoop<3> loop(out.dims, {&condition.dims, &x.dims, &y.dims});
  const bool* choose = condition.data<bool>();
  with_carrier(out.type, [&]<class E>() {
    const E *px = elements<E>(x), *py = elements<E>(y);
    E* to = mutable_elements<E>(out);
    const int64_t sc = loop.strides[0].back(), sx = loop.strides[1].back(), sy = loop.strides[2].back();
    loop.for_each_row([&](int64_t at, const std::array<int64_t, 3>& from, int64_t n) {
      const bool* pc = choose + from[0];
      for (int64_t i = 0; i < n; ++i) to[at + i] = pc[i * sc] ? px[from[1] + i * sx] : py[from[2] + i * sy];
    });
  });
}

}  // namespace

QUERN_OPERATOR("", "Where", infer_where, compute_where);

}  // namespace quern::ops
