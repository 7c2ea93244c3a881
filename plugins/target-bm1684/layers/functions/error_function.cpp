#include "layers/functions/error_function.hpp"

#include <cmath>

namespace quern::bm1684 {

Polynomial relative_error_function() {
  return interpolate(
      [](double square) {
        const double x = std::sqrt(square);
        return std::erf(x) / x;
      },
      0, 16, 18);
}

void error_function(Elements& e, const Operand& y, const Operand& x, float scale,
                    const Polynomial& relative) {
  const Temporary inside(e), square(e);
  e.multiply(inside, x, constant(scale));
  e.maximum(inside, inside, constant(-4.0f));
  e.minimum(inside, inside, constant(4.0f));
  e.multiply(square, inside, inside);
  evaluate(e, y, square, relative);
  e.multiply(y, y, inside);
}

}  // namespace quern::bm1684
