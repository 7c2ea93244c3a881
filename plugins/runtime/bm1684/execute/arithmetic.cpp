#include <bit>
#include <vector>

#include <quern/error.hpp>

#include "elements.hpp"
#include "execute.hpp"
#include "float_rules.hpp"
#include "lanes.hpp"
#include "rounding.hpp"

namespace quern::bm1684 {
namespace {

using Kind = Arithmetic::Kind;

// An operand's stretches as 32-bit values.
class Stretches {
 public:
  Stretches(const Operand& operand, const Dims& dims, Memory& memory)
      : map(activation_map(operand, dims)), operand_(operand), memory_(memory) {
    if (!operand.constant) return;
    // The low bits of the immediate, as an element of this type.
    const auto bytes = std::bit_cast<std::array<uint8_t, 4>>(operand.value);
    load(bytes.data(), 0, 1, operand.precision, operand.is_signed, &value_);
    map.h = map.w * dims.w;  // a constant is in nobody's way
  }

  void read(int n, int c, int h, std::vector<int32_t>& to) const {
    if (operand_.constant) {
      std::fill(to.begin(), to.end(), value_);
    } else {
      load(element(memory_, map, n, c, h, 0), map.w * map.unit, int64_t(to.size()), operand_.precision,
           operand_.is_signed, to.data());
    }
  }
  void write(int n, int c, int h, const std::vector<int32_t>& from) const {
    store(from.data(), int64_t(from.size()), operand_.precision, element(memory_, map, n, c, h, 0),
          map.w * map.unit);
  }

  ElementMap map;

 private:
  const Operand& operand_;
  Memory& memory_;
  int32_t value_ = 0;
};

int64_t shifted(const Arithmetic& op, int64_t value, int64_t amount) {
  const int bits = 8 * bytes_of(op.a.precision);
  if (amount >= 0) return amount >= bits ? 0 : int64_t(uint64_t(value) << amount);
  const int64_t right = std::min<int64_t>(-amount, 63);
  // The arithmetic shift keeps the highest bit whatever the operand's sign says.
  if (op.arithmetic_shift) return (bits == 16 ? int64_t(int16_t(value)) : value) >> right;
  const uint64_t mask = (uint64_t(1) << bits) - 1;
  return int64_t((uint64_t(value) & mask) >> right);
}

// Values of one stretch; `a` receives the result.
struct Values {
  std::vector<int32_t> a, b, old;

  void resize(int64_t count) {
    for (auto* v : {&a, &b, &old}) v->resize(size_t(count));
  }
  template <class F>
  void each(F&& f) {
    for (size_t i = 0; i < a.size(); ++i) a[i] = f(a[i], b[i], old[i]);
  }
  template <class F>
  void each_float(F&& f) {
    each([&](int32_t x, int32_t y, int32_t z) {
      return std::bit_cast<int32_t>(
          f(std::bit_cast<float>(x), std::bit_cast<float>(y), std::bit_cast<float>(z)));
    });
  }
};

void compute_integers(const Arithmetic& op, const ValueRange& range, Values& values) {
  const int right = op.right_shift;
  const int64_t left = int64_t(1) << op.left_shift;
  const auto rounded = [&](int64_t v) { return range.clamp(round_shift(v, right)); };
  switch (op.kind) {
    case Kind::Mul:
      return values.each([&](int64_t a, int64_t b, int64_t) { return rounded(a * b); });
    case Kind::Mac:
      return values.each([&](int64_t a, int64_t b, int64_t old) { return rounded(a * b + old * left); });
    case Kind::Add:
      return values.each([&](int64_t a, int64_t b, int64_t) { return rounded(a + b); });
    case Kind::Sub:
      return values.each([&](int64_t a, int64_t b, int64_t) { return rounded(a - b); });
    case Kind::Max:
      return values.each([&](int64_t a, int64_t b, int64_t) { return range.clamp(std::max(a, b)); });
    case Kind::Min:
      return values.each([&](int64_t a, int64_t b, int64_t) { return range.clamp(std::min(a, b)); });
    case Kind::Shift:
      return values.each([&](int64_t a, int64_t b, int64_t) { return int32_t(shifted(op, a, b)); });
    case Kind::And:
      return values.each([](int32_t a, int32_t b, int32_t) { return a & b; });
    case Kind::Or:
      return values.each([](int32_t a, int32_t b, int32_t) { return a | b; });
    case Kind::Xor:
      return values.each([](int32_t a, int32_t b, int32_t) { return a ^ b; });
    default:
      return;  // Copy
  }
}

// i32 words take part in arithmetic as fp32 (vectors' README, item 4).
void compute_floats(const Arithmetic& op, Values& values) {
  const auto third = int32_t(op.third.value);
  switch (op.kind) {
    case Kind::Mul:
      return values.each_float([](float a, float b, float) { return product(a, b); });
    case Kind::Mac:
      return values.each_float([](float a, float b, float old) { return product(a, b) + old; });
    case Kind::Add:
      return values.each_float([](float a, float b, float) { return a + b; });
    case Kind::Sub:
      return values.each_float([](float a, float b, float) { return a - b; });
    case Kind::Max:
      return values.each_float([](float a, float b, float) { return larger(a, b); });
    case Kind::Min:
      return values.each_float([](float a, float b, float) { return smaller(a, b); });
    case Kind::SelectGreater:
      return values.each([&](int32_t a, int32_t b, int32_t) {
        return std::bit_cast<float>(a) > std::bit_cast<float>(b) ? third : 0;
      });
    case Kind::SelectEqual:
      return values.each([&](int32_t a, int32_t b, int32_t) { return a == b ? third : 0; });
    default:
      return;
  }
}

bool is_bitwise(Kind kind) {
  return kind == Kind::And || kind == Kind::Or || kind == Kind::Xor || kind == Kind::Copy ||
         kind == Kind::Shift;
}

void require_documented(const Arithmetic& op) {
  const bool small = op.a.precision == Precision::I8 || op.a.precision == Precision::I16;
  if (op.a.precision == Precision::F16 || op.y.precision == Precision::F16)
    throw UnsupportedError("f16 does not exist on this chip");
  if (op.is_select() && (small || !op.third.constant))
    throw UnsupportedError(std::string(name_of(op.kind)) + " is documented for 32 bits with a constant only");
  if (bytes_of(op.a.precision) == 4 && bytes_of(op.y.precision) != 4)
    throw UnsupportedError(std::string(name_of(op.kind)) +
                           " of 32 bits with a smaller result is not documented");
  if (small && bytes_of(op.y.precision) == 4)
    throw UnsupportedError(std::string(name_of(op.kind)) +
                           " of small integers with a 32-bit result is not documented");
}

}  // namespace

void execute(const Arithmetic& op, MachineState& machine) {
  require_documented(op);
  const Operand& second = op.kind == Kind::Copy ? op.a : op.b;
  Operand previous = op.y;  // as Mac reads it (vectors' README, item 6)
  if (bytes_of(op.y.precision) == 1) previous.precision = Precision::I16;
  previous.is_signed = op.a.is_signed || second.is_signed;

  const Stretches a(op.a, op.dims, machine.memory), b(second, op.dims, machine.memory),
      y(op.y, op.dims, machine.memory), old(previous, op.dims, machine.memory);
  const bool as_float = bytes_of(op.a.precision) == 4 && !is_bitwise(op.kind);
  const ValueRange range = result_range(op.y.precision, op.result_is_signed());
  const auto on_one_lane = [&](const Operand& o) {
    return o.constant || o.address.lane == op.y.address.lane;
  };
  const bool parallel = on_one_lane(op.a) && on_one_lane(second);

  for_each_stretch(machine, op.dims, {&a.map, &b.map, &y.map}, parallel,
                   [&](int n, int c, int h, int64_t count) {
                     thread_local Values values;
                     values.resize(count);
                     a.read(n, c, h, values.a);
                     if (op.kind != Kind::Copy) b.read(n, c, h, values.b);
                     if (op.kind == Kind::Mac) old.read(n, c, h, values.old);
                     if (as_float) {
                       compute_floats(op, values);
                     } else {
                       compute_integers(op, range, values);
                     }
                     y.write(n, c, h, values.a);
                   });
}

}  // namespace quern::bm1684
