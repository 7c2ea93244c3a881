// Functions by polynomials in the chip's series instruction.
#pragma once

#include <functional>
#include <vector>

#include "layers/functions/elements.hpp"

namespace quern::bm1684 {

// An approximation over [low, high], which is mapped to u in [-1, 1]: coefficients of 1, u, u^2 ...
struct Polynomial {
  float scale = 1, shift = 0;  // u = x * scale + shift
  std::vector<float> coefficients;
  uint32_t table = 0;  // place in L2 of the coefficients from that of u on
};

// Interpolates at the zeros of the Chebyshev polynomial of degree `terms`: nearly the smallest greatest error
// (Trefethen, Approximation Theory and Approximation Practice, chapter 4).
Polynomial interpolate(const std::function<double(double)>& function, double low, double high, int terms);

// y = polynomial(x); y and x must differ.
void evaluate(Elements& e, const Operand& y, const Operand& x, const Polynomial& polynomial);

}  // namespace quern::bm1684
