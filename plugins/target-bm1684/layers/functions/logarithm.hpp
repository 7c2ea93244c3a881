// Natural logarithms. x <= 0 counts as the smallest normal number.
#pragma once

#include "layers/functions/polynomial.hpp"

namespace quern::bm1684 {

// ln(1 + r) / r for |r| <= 1/3, and a little beyond.
Polynomial logarithm_near_one();
// ln(1 + r) / r for 0 <= r <= 1.
Polynomial logarithm_above_one();

// y = ln(x); y and x must differ.
void logarithm(Elements& e, const Operand& y, const Operand& x, const Polynomial& near_one);
// y = ln(1 + e^x); y and x must differ.
void softplus(Elements& e, const Operand& y, const Operand& x, const Polynomial& above_one);

}  // namespace quern::bm1684
