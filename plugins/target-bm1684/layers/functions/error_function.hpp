// erf(x) = x * g(x^2) with a polynomial g; beyond |x| = 4 it is 1 to the last bit.
#pragma once

#include "layers/functions/polynomial.hpp"

namespace quern::bm1684 {

// erf(x) / x as a function of x^2, for |x| <= 4.
Polynomial relative_error_function();
// y = erf(x * scale); y and x must differ.
void error_function(Elements& e, const Operand& y, const Operand& x, float scale, const Polynomial& relative);

}  // namespace quern::bm1684
