// Sine and cosine. Precise for |x| up to about 10^4 turns.
#pragma once

#include "layers/functions/polynomial.hpp"

namespace quern::bm1684 {

// sin(x) / x and cos(x) as functions of x^2, for |x| <= pi.
Polynomial relative_sine();
Polynomial cosine_of_square();

// y and x must differ.
void sine(Elements& e, const Operand& y, const Operand& x, const Polynomial& relative);
void cosine(Elements& e, const Operand& y, const Operand& x, const Polynomial& of_square);

}  // namespace quern::bm1684
