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

// An operand's rows as 32-bit values.
class Rows {
 public:
  Rows(const Operand& operand, const Dims& dims, Memory& memory)
      : operand_(operand), map_(activation_map(operand, dims)), memory_(memory) {
    if (!operand.constant) return;
    // The low bits of the immediate, as an element of this type.
    const auto bytes = std::bit_cast<std::array<uint8_t, 4>>(operand.value);
    load(bytes.data(), 0, 1, operand.precision, operand.is_signed, &value_);
  }

  void read(int n, int c, int h, std::vector<int32_t>& to) const {
    if (operand_.constant) {
      std::fill(to.begin(), to.end(), value_);
    } else {
      load(element(memory_, map_, n, c, h, 0), map_.w * map_.unit, int64_t(to.size()), operand_.precision,
           operand_.is_signed, to.data());
    }
  }
  void write(int n, int c, int h, const std::vector<int32_t>& from) const {
    store(from.data(), int64_t(from.size()), operand_.precision, element(memory_, map_, n, c, h, 0),
          map_.w * map_.unit);
  }

 private:
  const Operand& operand_;
  ElementMap map_;
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

// One element of an integer command; `old` is the previous result (Mac).
int32_t integer(const Arithmetic& op, const ValueRange& range, int64_t a, int64_t b, int64_t old) {
  switch (op.kind) {
    case Kind::Mul:
      return range.clamp(round_shift(a * b, op.right_shift));
    case Kind::Mac:
      return range.clamp(round_shift(a * b + old * (int64_t(1) << op.left_shift), op.right_shift));
    case Kind::Add:
      return range.clamp(round_shift(a + b, op.right_shift));
    case Kind::Sub:
      return range.clamp(round_shift(a - b, op.right_shift));
    case Kind::Max:
      return range.clamp(std::max(a, b));
    case Kind::Min:
      return range.clamp(std::min(a, b));
    case Kind::Shift:
      return int32_t(shifted(op, a, b));
    case Kind::And:
      return int32_t(a & b);
    case Kind::Or:
      return int32_t(a | b);
    case Kind::Xor:
      return int32_t(a ^ b);
    default:
      return int32_t(a);
  }
}

// i32 words take part in arithmetic as fp32 (vectors' README, item 4).
int32_t floating(const Arithmetic& op, int32_t a_bits, int32_t b_bits, int32_t old_bits) {
  const auto a = std::bit_cast<float>(a_bits), b = std::bit_cast<float>(b_bits),
             old = std::bit_cast<float>(old_bits);
  float y = 0;
  switch (op.kind) {
    case Kind::Mul:
      y = product(a, b);
      break;
    case Kind::Mac:
      y = product(a, b) + old;
      break;
    case Kind::Add:
      y = a + b;
      break;
    case Kind::Sub:
      y = a - b;
      break;
    case Kind::Max:
      y = larger(a, b);
      break;
    case Kind::Min:
      y = smaller(a, b);
      break;
    case Kind::SelectGreater:
      return a > b ? int32_t(op.third.value) : 0;
    case Kind::SelectEqual:
      return a_bits == b_bits ? int32_t(op.third.value) : 0;
    default:
      break;
  }
  return std::bit_cast<int32_t>(y);
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

  const Rows a(op.a, op.dims, machine.memory), b(second, op.dims, machine.memory),
      y(op.y, op.dims, machine.memory), old(previous, op.dims, machine.memory);
  const bool wide = bytes_of(op.a.precision) == 4, as_float = wide && !is_bitwise(op.kind);
  const ValueRange range = result_range(op.y.precision, op.result_is_signed());
  const auto on_one_lane = [&](const Operand& o) {
    return o.constant || o.address.lane == op.y.address.lane;
  };

  for_each_row(machine, op.dims, on_one_lane(op.a) && on_one_lane(second), [&](int n, int c, int h) {
    const auto width = size_t(op.dims.w);
    std::vector<int32_t> va(width), vb(width), vold(width);
    a.read(n, c, h, va);
    b.read(n, c, h, vb);
    if (op.kind == Kind::Mac) old.read(n, c, h, vold);
    if (as_float) {
      for (size_t i = 0; i < width; ++i) va[i] = floating(op, va[i], vb[i], vold[i]);
    } else {
      for (size_t i = 0; i < width; ++i) va[i] = integer(op, range, va[i], vb[i], vold[i]);
    }
    y.write(n, c, h, va);
  });
}

}  // namespace quern::bm1684
