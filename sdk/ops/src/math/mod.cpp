// Mod: the remainder of a / b. With fmod = 0 (integers only) it has the sign of b, with fmod = 1 the sign of
// a.
#include <cmath>

#include "support/binary.hpp"

namespace quern::ops {
namespace {

struct Mod {
  bool sign_of_dividend;

  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fmod(a, b);
    } else {
      if (b == 0) throw InputError("an integer is divided by zero");
      if constexpr (std::is_signed_v<T>) {
        if (b == -1) return T(0);  // the smallest integer cannot be divided by -1
        const T remainder = T(a % b);
        const bool differs = remainder != 0 && (remainder < 0) != (b < 0);
        return !sign_of_dividend && differs ? T(remainder + b) : remainder;
      } else {
        return T(a % b);
      }
    }
  }
};

void infer_mod(InferContext& c) {
  const int64_t mode = c.node().get_int("fmod", 0);
  if (mode != 0 && mode != 1) throw InputError("fmod is " + std::to_string(mode) + "; it must be 0 or 1");
  if (mode == 0 && contains(FloatTypes{}, c.type(0)))
    throw InputError("floats have a remainder only with fmod = 1", {}, "Set the attribute fmod to 1.");
  infer_binary<NumericTypes>(c);
}

void compute_mod(ComputeContext& c) {
  Tensor& y = make_output(c, infer_mod);
  const Mod mod{c.node().get_int("fmod", 0) == 1};
  dispatch(NumericTypes{}, y.type, [&]<class T>() { map_pairs<T, T, T>(c.input(0), c.input(1), y, mod); });
}

}  // namespace

QUERN_OPERATOR("", "Mod", infer_mod, compute_mod);

}  // namespace quern::ops
