// PRelu: x where x >= 0, slope * x below; the slope broadcasts to x.
#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct PRelu {
  template <class T>
  T operator()(T x, T slope) const {
    if constexpr (std::is_integral_v<T>) {
      return x < 0 ? T(Wrapping<T>(x) * Wrapping<T>(slope)) : x;
    } else {
      return x < 0 ? x * slope : x;
    }
  }
};

using Set = Types<float, double, Half, BFloat16, int32_t, int64_t, uint32_t, uint64_t>;

void infer_prelu(InferContext& c) {
  const DataType type = common_type(c);
  require_type(c, 0, Set{});
  c.output_unknown(0, type);
  set_output(c, 0, type, c.shape(0));
  const Shape both = broadcast_shapes(c.shape(0), c.shape(1));
  if (both.size() != c.shape(0).size() || (is_static(c.shape(0)) && is_static(both) && both != c.shape(0)))
    throw InputError("the slope " + to_string(c.shape(1)) + " does not broadcast to the input " +
                     to_string(c.shape(0)));
}

void compute_prelu(ComputeContext& c) {
  Tensor& y = make_output(c, infer_prelu);
  dispatch(Set{}, y.type, [&]<class T>() { map_pairs<T, T, T>(c.input(0), c.input(1), y, PRelu{}); });
}

}  // namespace

QUERN_OPERATOR("", "PRelu", infer_prelu, compute_prelu);

}  // namespace quern::ops
