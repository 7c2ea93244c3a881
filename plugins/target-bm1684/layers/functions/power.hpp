// Powers with constant exponents, and square roots.
#pragma once

#include "layers/functions/elements.hpp"

namespace quern::bm1684 {

// y = sqrt(x); negative x give a negative number instead of NaN. y and x must differ.
void square_root(Elements& e, const Operand& y, const Operand& x);

// Whether products and roots give x^p: whole p from -8 to 8, and p = -0.5 and 0.5.
bool has_exact_power(float p);
// y = x^p for such p; y and x must differ.
void exact_power(Elements& e, const Operand& y, const Operand& x, float p);

}  // namespace quern::bm1684
