#include "conv.hpp"

namespace quern::bm1684 {

Conv Conv::decode(const BdCommand& command) {
  Conv conv;
  conv.result = get_size(command, Slot::Result);
  conv.input = get_size(command, Slot::First);
  conv.input.n = conv.result.n;
  conv.window = get_window(command);
  conv.x = get_operand(command, Slot::First);
  conv.weights = get_operand(command, Slot::Second);
  if (command.get(BdField::tsk_opd_num) == 3) conv.bias = get_operand(command, Slot::Third);
  conv.y = get_operand(command, Slot::Result);
  const bool integer = conv.x.precision == Precision::I8;
  conv.right_shift = command.number(BdField::opt_right_shift);
  conv.relu = integer && command.flag(BdField::opt_relu);
  conv.add_to_result = command.flag(BdField::opt_res_add);
  conv.rotate_kernel = command.flag(BdField::opt_kernel_rotate);
  return conv;
}

BdCommand Conv::encode() const {
  BdCommand command = bd_template(BdTask::Conv, 0, bias ? 3 : 2);
  const bool integer = x.precision == Precision::I8;
  Dims source = input;
  source.n = 1;  // the command takes the number of batches from the result
  set_size(command, Slot::Result, result);
  set_size(command, Slot::First, source);
  set_window(command, window);
  set_operand(command, Slot::First, x);
  set_operand(command, Slot::Second, weights);
  set_type(command, Slot::Third, integer ? Precision::I16 : Precision::F32, !integer);
  if (bias) set_operand(command, Slot::Third, *bias);
  if (integer) command.set(BdField::short_opd2_str, 1);
  set_operand(command, Slot::Result, y);
  command.set(BdField::opt_right_shift, uint64_t(right_shift));
  command.set(BdField::opt_relu, relu || !integer);  // set on all fp32 commands, without effect
  command.set(BdField::opt_res_add, add_to_result);
  command.set(BdField::opt_kernel_rotate, rotate_kernel);
  return command;
}

bool Conv::result_is_signed() const {
  return !relu && (x.is_signed || weights.is_signed || (bias && bias->is_signed));
}

Accesses Conv::accesses() const {
  Accesses list{read_local(activation_map(x, input), input)};
  if (!weights.constant) {
    ElementMap map;
    map.start = weights.address;
    map.unit = map.element = weight_unit_bytes(weights.precision);
    map.n = weights.strides.n, map.c = weights.strides.c, map.h = weights.strides.h,
    map.w = weights.strides.w;
    const int groups = int(divide_up(input.c, weight_group(weights.precision)));
    list.push_back(read_local(map, {groups, result.c, window.kernel_h, window.kernel_w}));
  }
  if (bias) list.push_back(read_local(per_channel_map(*bias, result.c, 1), {1, result.c, 1, 1}));
  const bool wide = y.precision == Precision::I16;
  const ElementMap target = wide ? wide_result_map(y, result) : activation_map(y, result);
  if (add_to_result) list.push_back(read_local(target, result));
  list.push_back(write_local(target, result));
  return list;
}

void Conv::check(Findings& findings) const {
  const bool integer = x.precision == Precision::I8;
  findings.sizes("input", input, kMaxChannels);
  findings.sizes("result", result, kMaxChannels);
  findings.require(input.n == result.n, "input and result have different batches");
  findings.window(window, input, result);
  findings.require(integer || x.precision == Precision::F32, "a convolution takes i8 or f32");
  findings.require(weights.precision == x.precision, "weights need the precision of the input");
  findings.require(!x.constant, "the input cannot be a constant");
  findings.require(weights.constant || weights.arrangement == Arrangement::Explicit,
                   "weights need explicit strides (weight_strides)");
  findings.require(y.arrangement == Arrangement::Aligned, "the result of a convolution is aligned");
  findings.require(weights.constant || weights.address.lane == y.address.lane,
                   "weights and result must start on the same lane");
  findings.alignment("input", x);
  findings.alignment("weights", weights, uint32_t(weight_unit_bytes(weights.precision)));
  findings.alignment("result", y);
  if (bias)
    findings.require(bias->address.lane == y.address.lane, "bias and result must start on the same lane");
  if (integer) {
    findings.require(!add_to_result, "an 8-bit convolution cannot add to its result");
    findings.require(y.precision == Precision::I8 || y.precision == Precision::I16,
                     "result must be i8 or i16");
    findings.require(!bias || bias->precision == Precision::I16, "the bias of an 8-bit convolution is i16");
  } else {
    findings.require(y.precision == Precision::F32, "the result of an f32 convolution is f32");
    findings.require(!bias || bias->precision == Precision::F32, "the bias of an f32 convolution is f32");
    findings.require(right_shift == 0 && !relu, "f32 convolutions neither shift nor clamp");
    findings.require(
        window.padded_h(input.h) <= kMaxPaddedFloat && window.padded_w(input.w) <= kMaxPaddedFloat,
        "the padded input of an f32 convolution must be at most 2047 high and wide");
  }
  findings.lane_bounds(accesses());
}

void Conv::describe(Text& text) const {
  text.name("conv", x.precision);
  text.tensor("y", y, result);
  text.tensor("x", x, input);
  text.operand("w", weights);
  if (bias) text.operand("b", *bias);
  text.window(window);
  text.flag("rotate", rotate_kernel);
  text.flag("add", add_to_result);
  text.number("rshift", right_shift);
  text.flag("relu", relu);
}

}  // namespace quern::bm1684
