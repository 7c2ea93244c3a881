#include "layers/functions/trigonometry.hpp"

#include <cmath>
#include <numbers>

#include "layers/functions/rounding.hpp"

namespace quern::bm1684 {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kLimit = std::numbers::pi * std::numbers::pi * 1.0001;  // of the square
constexpr int kTerms = 11;

// rest = x without whole turns. A turn is subtracted in three parts, the first two of so few bits that their
// products are exact.
void reduce(Elements& e, const Operand& rest, const Operand& x) {
  constexpr float kFirst = 6.28125f;  // 201/32
  const auto second = float(std::floor((kTurn - double(kFirst)) * 0x1p20) * 0x1p-20);
  const auto third = float(kTurn - double(kFirst) - double(second));
  const Temporary turns(e), part(e);
  e.multiply(turns, x, constant(float(1 / kTurn)));
  e.add(turns, turns, constant(kRoundingBias));
  e.subtract(turns, turns, constant(kRoundingBias));
  e.multiply(part, turns, constant(kFirst));
  e.subtract(rest, x, part);
  for (const float piece : {second, third}) {
    e.multiply(part, turns, constant(piece));
    e.subtract(rest, rest, part);
  }
}

}  // namespace

Polynomial relative_sine() {
  return interpolate([](double s) { return std::sin(std::sqrt(s)) / std::sqrt(s); }, 0, kLimit, kTerms);
}

Polynomial cosine_of_square() {
  return interpolate([](double s) { return std::cos(std::sqrt(s)); }, 0, kLimit, kTerms);
}

void sine(Elements& e, const Operand& y, const Operand& x, const Polynomial& relative) {
  const Temporary rest(e), square(e);
  reduce(e, rest, x);
  e.multiply(square, rest, rest);
  evaluate(e, y, square, relative);
  e.multiply(y, y, rest);
}

void cosine(Elements& e, const Operand& y, const Operand& x, const Polynomial& of_square) {
  const Temporary rest(e);
  reduce(e, rest, x);
  e.multiply(rest, rest, rest);
  evaluate(e, y, rest, of_square);
}

}  // namespace quern::bm1684
