#include "depthwise.hpp"

#include "pooling.hpp"

namespace quern::bm1684 {

Depthwise Depthwise::decode(const BdCommand& command) {
  Depthwise op;
  get_pooling(command, op.input, op.result, op.window, op.x, op.y);
  op.weights = get_operand(command, Slot::Second);
  if (command.get(BdField::tsk_opd_num) == 3) op.bias = get_operand(command, Slot::Third);
  op.right_shift = command.number(BdField::opt_right_shift);
  op.relu = op.x.precision == Precision::I8 && command.flag(BdField::opt_relu);
  return op;
}

BdCommand Depthwise::encode() const {
  BdCommand command = pooling_template(1, bias ? 3 : 2, input, result, window, x, y);
  set_operand(command, Slot::Second, weights);
  if (bias) set_operand(command, Slot::Third, *bias);
  command.set(BdField::opt_right_shift, uint64_t(right_shift));
  command.set(BdField::opt_relu, relu || is_float(x.precision));
  return command;
}

bool Depthwise::result_is_signed() const {
  return !relu && (x.is_signed || weights.is_signed || (bias && bias->is_signed));
}

Accesses Depthwise::accesses() const {
  const bool wide = y.precision == Precision::I16;
  Accesses list{
      read_local(activation_map(x, input), input),
      read_local(per_channel_map(weights, result.c, window.taps()), {1, result.c, 1, window.taps()})};
  if (bias) list.push_back(read_local(per_channel_map(*bias, result.c, 1), {1, result.c, 1, 1}));
  list.push_back(write_local(wide ? wide_result_map(y, result) : activation_map(y, result), result));
  return list;
}

void Depthwise::check(Findings& findings) const {
  check_pooling(findings, input, result, window, x, y);
  const bool integer = x.precision == Precision::I8;
  findings.require(!weights.constant, "a constant weight makes this an average pooling");
  findings.require(weights.precision == x.precision, "weights need the precision of the input");
  findings.require(weights.address.lane == y.address.lane, "weights and result must start on the same lane");
  findings.alignment("weights", {.address = weights.address, .arrangement = Arrangement::Explicit},
                     integer ? 1 : 4);
  if (bias) {
    findings.require(bias->address.lane == y.address.lane, "bias and result must start on the same lane");
    findings.require(bias->precision == (integer ? Precision::I16 : Precision::F32),
                     "the bias is i16 for 8 bits and f32 for f32");
  }
  findings.require(y.precision == x.precision || (integer && y.precision == Precision::I16),
                   "the result has the input's precision, or i16");
  findings.require(integer || (right_shift == 0 && !relu), "f32 neither shifts nor clamps");
  findings.lane_bounds(accesses());
}

void Depthwise::describe(Text& text) const {
  text.name("depthwise", x.precision);
  text.tensor("y", y, result);
  text.tensor("x", x, input);
  text.operand("w", weights);
  if (bias) text.operand("b", *bias);
  text.window(window);
  text.number("rshift", right_shift);
  text.flag("relu", relu);
}

}  // namespace quern::bm1684
