// e^x and what follows from it. The argument is clamped to [-103, 88], where the chip's table of powers ends.
#pragma once

#include "layers/functions/elements.hpp"

namespace quern::bm1684 {

// y = e^x
void exponential(Elements& e, const Operand& y, const Operand& x);
// y = e^x - 1, also precise near 0
void exponential_minus_one(Elements& e, const Operand& y, const Operand& x);
// y = 1 / (1 + e^-x)
void sigmoid(Elements& e, const Operand& y, const Operand& x);
// y = x / (1 + e^(-slope * x)); slope 1 is Silu
void gated(Elements& e, const Operand& y, const Operand& x, float slope);
void hyperbolic_tangent(Elements& e, const Operand& y, const Operand& x);
// y = x * tanh(ln(1 + e^x))
void mish(Elements& e, const Operand& y, const Operand& x);

}  // namespace quern::bm1684
