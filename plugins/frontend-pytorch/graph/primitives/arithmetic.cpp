// Arithmetic on numbers. Integers wrap around; division by zero is an error.
#include <cmath>
#include <limits>

#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

template <class Integer, class Real>
void arithmetic(Primitive& p, Integer&& integer, Real&& real) {
  if (p.both_integers())
    p.result = integer(p.integer(0), p.integer(1));
  else
    p.result = real(p.number(0), p.number(1));
}

int64_t wrapped(uint64_t value) { return int64_t(value); }

void check_divisor(const Primitive& p) {
  if (p.number(1) == 0) throw p.wrong("division by zero");
}

// Rounds towards minus infinity, as Python does.
int64_t floor_division(int64_t a, int64_t b) {
  if (b == -1) return wrapped(uint64_t(0) - uint64_t(a));
  const int64_t quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

int64_t modulo(int64_t a, int64_t b) {
  return b == -1 ? 0 : wrapped(uint64_t(a) - uint64_t(floor_division(a, b)) * uint64_t(b));
}

// The integer that a float becomes; what does not fit is an error.
int64_t integer_of(const Primitive& p, double value) {
  if (!(std::abs(value) < 9.2e18)) throw p.wrong("a number is too large for an integer");
  return int64_t(value);
}

void add(Primitive& p) {
  if (p.arg(0).is<std::string>()) {
    p.result = p.text(0) + p.text(1);
    p.check_length(p.text(0).size() + p.text(1).size());
    return;
  }
  if (p.arg(0).ref<List>() || p.arg(0).ref<Tuple>()) {
    std::vector<Value> all = p.items(0);
    all.insert(all.end(), p.items(1).begin(), p.items(1).end());
    p.check_length(all.size());
    p.result =
        p.arg(0).ref<List>() ? p.session.heap().list(std::move(all)) : p.session.heap().tuple(std::move(all));
    return;
  }
  arithmetic(
      p, [](int64_t a, int64_t b) { return wrapped(uint64_t(a) + uint64_t(b)); },
      [](double a, double b) { return a + b; });
}

void sub(Primitive& p) {
  arithmetic(
      p, [](int64_t a, int64_t b) { return wrapped(uint64_t(a) - uint64_t(b)); },
      [](double a, double b) { return a - b; });
}

void mul(Primitive& p) {
  if (p.arg(0).ref<List>()) {
    std::vector<Value> all;
    const int64_t times = p.integer(1);
    if (times > 0) p.check_length(p.items(0).size() * size_t(std::min<int64_t>(times, 10'000'000)));
    for (int64_t i = 0; i < times; ++i) all.insert(all.end(), p.items(0).begin(), p.items(0).end());
    p.result = p.session.heap().list(std::move(all));
    return;
  }
  arithmetic(
      p, [](int64_t a, int64_t b) { return wrapped(uint64_t(a) * uint64_t(b)); },
      [](double a, double b) { return a * b; });
}

void div(Primitive& p) {
  check_divisor(p);
  p.result = p.number(0) / p.number(1);
}

void floordiv(Primitive& p) {
  check_divisor(p);
  arithmetic(p, floor_division, [](double a, double b) { return std::floor(a / b); });
}

void remainder(Primitive& p) {
  check_divisor(p);
  arithmetic(p, modulo, [](double a, double b) { return a - b * std::floor(a / b); });
}

void power(Primitive& p) {
  const double value = std::pow(p.number(0), p.number(1));
  if (p.both_integers() && p.integer(1) >= 0)
    p.result = integer_of(p, value);
  else
    p.result = value;
}

void neg(Primitive& p) {
  if (p.arg(0).is<double>())
    p.result = -p.number(0);
  else
    p.result = wrapped(uint64_t(0) - uint64_t(p.integer(0)));
}

void absolute(Primitive& p) {
  if (p.arg(0).is<double>() || p.integer(0) >= 0)
    p.result = p.arg(0).is<double>() ? Value(std::abs(p.number(0))) : p.arg(0);
  else
    neg(p);
}

template <double (*F)(double)>
void real_function(Primitive& p) {
  p.result = F(p.number(0));
}
template <double (*F)(double)>
void rounding(Primitive& p) {
  p.result = integer_of(p, F(p.number(0)));
}
void round_number(Primitive& p) { p.result = std::nearbyint(p.number(0)); }

void to_int(Primitive& p) {
  if (p.arg(0).is<std::string>())
    p.result = int64_t(std::strtoll(p.text(0).c_str(), nullptr, 10));
  else
    p.result = p.arg(0).is<double>() ? integer_of(p, p.number(0)) : p.integer(0);
}
void to_float(Primitive& p) {
  p.result = p.arg(0).is<std::string>() ? std::strtod(p.text(0).c_str(), nullptr) : p.number(0);
}
void to_bool(Primitive& p) { p.result = is_true(p.arg(0)); }
void keep(Primitive& p) { p.result = p.arg(0); }

// Of two numbers, or of a list.
template <bool Largest>
void extreme(Primitive& p) {
  const std::vector<Value> values = p.args.size() == 1 ? p.items(0) : p.args;
  if (values.empty()) throw p.wrong("the list is empty");
  Value best = values[0];
  for (const Value& value : values) {
    std::vector<Value> pair = {value, best};
    const Primitive both{p.session, p.op, pair, p.keywords};
    if (Largest ? both.number(0) > both.number(1) : both.number(0) < both.number(1)) best = value;
  }
  p.result = best;
}

void sum(Primitive& p) {
  Value total = int64_t(0);
  for (const Value& value : p.items(0)) {
    std::vector<Value> pair = {total, value};
    Primitive both{p.session, p.op, pair, p.keywords};
    add(both);
    total = both.result;
  }
  p.result = total;
}

QUERN_TRANSLATOR(Primitive, "aten::sum", sum);
QUERN_TRANSLATOR(Primitive, "aten::add", add);
QUERN_TRANSLATOR(Primitive, "aten::sub", sub);
QUERN_TRANSLATOR(Primitive, "aten::mul", mul);
QUERN_TRANSLATOR(Primitive, "aten::div", div);
QUERN_TRANSLATOR(Primitive, "aten::floordiv", floordiv);
QUERN_TRANSLATOR(Primitive, "aten::floor_divide", floordiv);
QUERN_TRANSLATOR(Primitive, "aten::remainder", remainder);
QUERN_TRANSLATOR(Primitive, "aten::pow", power);
QUERN_TRANSLATOR(Primitive, "aten::neg", neg);
QUERN_TRANSLATOR(Primitive, "aten::abs", absolute);
QUERN_TRANSLATOR(Primitive, "prim::abs", absolute);
QUERN_TRANSLATOR(Primitive, "aten::sqrt", real_function<std::sqrt>);
QUERN_TRANSLATOR(Primitive, "aten::exp", real_function<std::exp>);
QUERN_TRANSLATOR(Primitive, "aten::log", real_function<std::log>);
QUERN_TRANSLATOR(Primitive, "aten::sin", real_function<std::sin>);
QUERN_TRANSLATOR(Primitive, "aten::cos", real_function<std::cos>);
QUERN_TRANSLATOR(Primitive, "aten::floor", rounding<std::floor>);
QUERN_TRANSLATOR(Primitive, "aten::ceil", rounding<std::ceil>);
QUERN_TRANSLATOR(Primitive, "aten::round", round_number);
QUERN_TRANSLATOR(Primitive, "aten::Int", to_int);
QUERN_TRANSLATOR(Primitive, "aten::IntImplicit", to_int);
QUERN_TRANSLATOR(Primitive, "aten::Float", to_float);
QUERN_TRANSLATOR(Primitive, "aten::FloatImplicit", to_float);
QUERN_TRANSLATOR(Primitive, "aten::Bool", to_bool);
QUERN_TRANSLATOR(Primitive, "aten::ScalarImplicit", keep);
QUERN_TRANSLATOR(Primitive, "prim::min", extreme<false>);
QUERN_TRANSLATOR(Primitive, "prim::max", extreme<true>);

}  // namespace
}  // namespace quern::frontend::pytorch
