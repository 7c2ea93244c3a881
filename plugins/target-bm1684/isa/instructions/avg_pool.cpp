#include "avg_pool.hpp"

#include <cmath>

#include "pooling.hpp"

namespace quern::bm1684 {

AverageMultiplier average_multiplier(int area) {
  // round(2^e / area) with e = 7 + ceil(log2 area), then without factors of two.
  int exponent = 7;
  while ((1 << (exponent - 7)) < area) ++exponent;
  AverageMultiplier result{int(((int64_t(2) << exponent) / area + 1) / 2), exponent};
  while (result.multiplier % 2 == 0) {
    result.multiplier /= 2;
    --result.shift;
  }
  return result;
}

AvgPool AvgPool::decode(const BdCommand& command) {
  AvgPool op;
  get_pooling(command, op.input, op.result, op.window, op.x, op.y);
  const Operand weight = get_operand(command, Slot::Second);
  op.weight = weight.value;
  op.weight_is_signed = weight.is_signed;
  op.right_shift = command.number(BdField::opt_right_shift);
  op.relu = op.x.precision == Precision::I8 && command.flag(BdField::opt_relu);
  return op;
}

BdCommand AvgPool::encode() const {
  BdCommand command = pooling_template(1, 2, input, result, window, x, y);
  set_operand(command, Slot::Second, constant(weight, x.precision, weight_is_signed));
  command.set(BdField::opt_right_shift, uint64_t(right_shift));
  command.set(BdField::opt_relu, relu || is_float(x.precision));
  return command;
}

Accesses AvgPool::accesses() const {
  return {read_local(activation_map(x, input), input), write_local(activation_map(y, result), result)};
}

void AvgPool::check(Findings& findings) const {
  check_pooling(findings, input, result, window, x, y);
  findings.require(x.precision == y.precision,
                   "an average of 8 bits with a 16-bit result is rejected by the chip");
  findings.require(
      window.dilation_y == 1 && window.dilation_x == 1 && window.insert_y == 0 && window.insert_x == 0,
      "average pooling with dilation or inserted zeros is not verified");
  if (x.precision == Precision::I8) {
    findings.require(window.kernel_h <= kMaxPad && window.kernel_w <= kMaxPad,
                     "the chip's multipliers for averages of 8 bits reach to a kernel of 15x15");
    findings.require(!weight_is_signed, "the multiplier of an 8-bit average is unsigned");
  }
  findings.lane_bounds(accesses());
}

void AvgPool::describe(Text& text) const {
  text.name("avgpool", x.precision);
  text.tensor("y", y, result);
  text.tensor("x", x, input);
  text.operand("w", constant(weight, x.precision, weight_is_signed));
  text.window(window);
  text.number("rshift", right_shift);
  text.flag("relu", relu);
}

}  // namespace quern::bm1684
