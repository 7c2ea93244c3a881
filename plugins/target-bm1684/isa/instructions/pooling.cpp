#include "pooling.hpp"

namespace quern::bm1684 {

void get_pooling(const BdCommand& command, Dims& input, Dims& result, Window& window, Operand& x,
                 Operand& y) {
  result = get_size(command, Slot::Result);
  const Dims source = get_size(command, Slot::First);
  input = {result.n, result.c, source.h, source.w};
  window = get_window(command);
  x = get_operand(command, Slot::First);
  y = get_operand(command, Slot::Result);
}

BdCommand pooling_template(int eu_type, int operands, const Dims& input, const Dims& result,
                           const Window& window, const Operand& x, const Operand& y) {
  BdCommand command = bd_template(BdTask::Pool, eu_type, operands);
  const bool integer = x.precision == Precision::I8;
  set_size(command, Slot::Result, result);
  set_size(command, Slot::First, {1, 1, input.h, input.w});  // n and c are taken from the result
  set_window(command, window);
  set_operand(command, Slot::First, x);
  set_operand(command, Slot::Result, y);
  set_type(command, Slot::Second, x.precision, !integer);
  set_type(command, Slot::Third, integer ? Precision::I16 : Precision::F32, !integer);
  command.set(BdField::opt_relu, !integer);  // set on all fp32 commands, without effect
  return command;
}

void check_pooling(Findings& findings, const Dims& input, const Dims& result, const Window& window,
                   const Operand& x, const Operand& y) {
  findings.sizes("input", input, kMaxChannels);
  findings.sizes("result", result, kMaxChannels);
  findings.require(input.n == result.n && input.c == result.c,
                   "input and result have different batches or channels");
  findings.window(window, input, result);
  findings.require(x.precision == Precision::I8 || x.precision == Precision::F32, "poolings take i8 or f32");
  findings.require(!x.constant, "the input cannot be a constant");
  findings.require(x.arrangement == Arrangement::Aligned && y.arrangement == Arrangement::Aligned,
                   "input and result of a pooling or depthwise convolution are aligned");
  findings.require(x.address.lane == y.address.lane, "input and result must start on the same lane");
  findings.alignment("input", x);
  findings.alignment("result", y);
}

}  // namespace quern::bm1684
