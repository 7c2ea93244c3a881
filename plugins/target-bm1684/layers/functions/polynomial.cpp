#include "layers/functions/polynomial.hpp"

#include <cmath>
#include <numbers>

namespace quern::bm1684 {

Polynomial interpolate(const std::function<double(double)>& function, double low, double high, int terms) {
  const auto n = size_t(terms);
  std::vector<double> values(n);
  const auto angle = [&](size_t i) { return std::numbers::pi * (double(i) + 0.5) / double(n); };
  for (size_t i = 0; i < n; ++i)
    values[i] = function((low + high) / 2 + (high - low) / 2 * std::cos(angle(i)));
  // The weights of the Chebyshev polynomials, and those polynomials' own coefficients by their recurrence.
  std::vector<double> sum(n, 0), previous(n, 0), current(n, 0);
  previous[0] = 1;
  if (n > 1) current[1] = 1;
  for (size_t k = 0; k < n; ++k) {
    double weight = 0;
    for (size_t i = 0; i < n; ++i) weight += values[i] * std::cos(double(k) * angle(i));
    weight *= (k == 0 ? 1.0 : 2.0) / double(n);
    const std::vector<double>& basis = k == 0 ? previous : current;
    for (size_t i = 0; i < n; ++i) sum[i] += weight * basis[i];
    if (k == 0) continue;
    std::vector<double> next(n, 0);
    for (size_t i = 0; i < n; ++i) next[i] = (i > 0 ? 2 * current[i - 1] : 0) - previous[i];
    previous = std::exchange(current, std::move(next));
  }
  Polynomial result;
  result.scale = float(2 / (high - low));
  result.shift = float(-(low + high) / (high - low));
  for (const double c : sum) result.coefficients.push_back(float(c));
  return result;
}

void evaluate(Elements& e, const Operand& y, const Operand& x, const Polynomial& p) {
  const Temporary u(e);
  e.multiply(u, x, constant(p.scale));
  if (p.shift != 0) e.add(u, u, constant(p.shift));
  e.series(y, u, p.table, int(p.coefficients.size()) - 1);
  e.add(y, y, constant(p.coefficients[0]));
}

}  // namespace quern::bm1684
