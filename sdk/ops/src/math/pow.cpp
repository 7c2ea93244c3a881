// Pow: base ^ exponent in the element type of the base; the exponent may have another type.
#include <cmath>

#include "support/binary.hpp"
#include "support/cast.hpp"
#include "support/unary.hpp"

namespace quern::ops {
namespace {

using BaseTypes = Types<float, double, Half, BFloat16, int32_t, int64_t>;

// Exact, wrapping around where the result leaves the type.
template <class T>
T integer_power(T base, int64_t exponent) {
  if (exponent < 0) {  // |base| > 1 gives a fraction, which is rounded towards zero
    if (base == 0) throw InputError("0 is raised to a negative power");
    if (base == 1) return 1;
    if (base == -1) return exponent % 2 == 0 ? 1 : -1;
    return 0;
  }
  Wrapping<T> result = 1;
  auto factor = Wrapping<T>(base);
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result *= factor;
    factor *= factor;
  }
  return T(result);
}

template <class T>
void compute_integer(const Tensor& base, const Tensor& exponent, Tensor& y) {
  if (contains(FloatTypes{}, exponent.type)) {
    map_pairs<T, double, T>(base, cast(exponent, DataType::Double), y,
                            [](T a, double b) { return convert<T>(std::pow(double(a), b)); });
  } else {
    map_pairs<T, int64_t, T>(base, cast(exponent, DataType::Int64), y,
                             [](T a, int64_t b) { return integer_power(a, b); });
  }
}

template <class T>
void compute_float(const Tensor& base, const Tensor& exponent, Tensor& y) {
  using C = Compute<T>;
  const Tensor power = cast(exponent, data_type_of<C>());
  if (y.dims == base.dims && power.count() == 1 && power.data<C>()[0] == C(2)) {
    map_elements<T>(base, y, [](C a) { return a * a; });
  } else {
    map_pairs<T, C, T>(base, power, y, [](C a, C b) { return std::pow(a, b); });
  }
}

void infer_pow(InferContext& c) {
  require_type(c, 0, BaseTypes{});
  require_type(c, 1, NumericTypes{});
  c.output_unknown(0, c.type(0));
  set_output(c, 0, c.type(0), broadcast_shapes(c.shape(0), c.shape(1)));
}

void compute_pow(ComputeContext& c) {
  Tensor& y = make_output(c, infer_pow);
  dispatch(BaseTypes{}, y.type, [&]<class T>() {
    if constexpr (std::is_integral_v<T>) {
      compute_integer<T>(c.input(0), c.input(1), y);
    } else {
      compute_float<T>(c.input(0), c.input(1), y);
    }
  });
}

}  // namespace

QUERN_OPERATOR("", "Pow", infer_pow, compute_pow);

}  // namespace quern::ops
