#include "mat_mul.hpp"

namespace quern::bm1684 {

MatMul MatMul::decode(const BdCommand& command) {
  MatMul op;
  op.left_rows = command.number(BdField::opd0_n);
  op.left_sections = command.number(BdField::opd0_c);
  op.left_width = command.number(BdField::opd0_w);
  op.last_left_width = command.number(BdField::opd1_w);
  op.sections = command.number(BdField::res0_c);
  op.width = command.number(BdField::res0_w);
  op.transpose_left = command.flag(BdField::opt_left_tran);
  op.left = get_operand(command, Slot::First);
  op.right = get_operand(command, Slot::Second);
  op.y = get_operand(command, Slot::Result);
  if (command.get(BdField::tsk_opd_num) == 3) op.bias = get_operand(command, Slot::Third);
  op.right_shift = command.number(BdField::opt_right_shift);
  op.left_shift = command.number(BdField::opt_left_shift);
  op.relu = op.left.precision == Precision::I8 && command.flag(BdField::opt_relu);
  op.add_to_result = command.flag(BdField::opt_res_add);
  op.old_is_signed = command.flag(BdField::opt_res_add_sign);
  return op;
}

BdCommand MatMul::encode() const {
  BdCommand command = bd_template(BdTask::MatMul, 0, bias ? 3 : 2);
  const bool integer = left.precision == Precision::I8;
  set_size(command, Slot::First, {left_rows, left_sections, 1, left_width});
  set_size(command, Slot::Second, {1, 1, 1, last_left_width});
  set_size(command, Slot::Result, {1, sections, 1, width});
  set_operand(command, Slot::First, left);
  set_operand(command, Slot::Second, right);
  set_type(command, Slot::Third, integer ? Precision::I16 : Precision::F32, !integer);
  if (bias) set_operand(command, Slot::Third, *bias);
  set_operand(command, Slot::Result, y);
  command.set(BdField::opt_left_tran, transpose_left);
  command.set(BdField::opt_right_shift, uint64_t(right_shift));
  command.set(BdField::opt_left_shift, uint64_t(left_shift));
  command.set(BdField::opt_relu, relu || !integer);
  command.set(BdField::opt_res_add, add_to_result);
  command.set(BdField::opt_res_add_sign, old_is_signed);
  return command;
}

bool MatMul::result_is_signed() const {
  return !relu &&
         (left.is_signed || right.is_signed || (bias && bias->is_signed) || (add_to_result && old_is_signed));
}

Accesses MatMul::accesses() const {
  const ElementMap l = matrix_map(left, left_sections, left_width);
  Accesses list;
  const int last = left_sections > 0 ? 1 : 0;  // 0: no section, and nothing that could be executed
  if (left_sections > 1) list.push_back(read_local(l, {left_rows, left_sections - 1, 1, left_width}));
  list.push_back(read_local(l, {left_rows, last, 1, last_left_width}, left_sections - 1));
  list.push_back(read_local(matrix_map(right, sections, width), {k(), sections, 1, width}));
  if (bias) list.push_back(read_local(matrix_map(*bias, sections, width), {1, sections, 1, width}));
  const ElementMap target = matrix_map(y, sections, width);
  if (add_to_result) list.push_back(read_local(target, {m(), sections, 1, width}));
  list.push_back(write_local(target, {m(), sections, 1, width}));
  return list;
}

void MatMul::check(Findings& findings) const {
  const bool integer = left.precision == Precision::I8;
  findings.range("rows of the left matrix", left_rows, 1, kMaxSize);
  findings.range("sections of the left matrix", left_sections, 1, kMaxChannels);
  findings.range("section width of the left matrix", left_width, 1, kMaxSize);
  findings.range("last section of the left matrix", last_left_width, 1, left_width);
  findings.range("sections of the result", sections, 1, kMaxChannels);
  findings.range("section width of the result", width, 1, kMaxSize);
  findings.require(integer || left.precision == Precision::F32, "a matrix product takes i8 or f32");
  findings.require(right.precision == left.precision, "both matrices need the same precision");
  findings.require(!left.constant && !right.constant, "constant matrices are not verified");
  findings.require(right.address.lane == y.address.lane,
                   "right matrix and result must start on the same lane");
  findings.require(y.precision == left.precision || (integer && y.precision == Precision::I16),
                   "the result is f32 for f32, and i8 or i16 for i8");
  findings.require(!(add_to_result && y.precision == Precision::I8),
                   "adding to an 8-bit result does not follow the documented rule");
  findings.require(integer || (right_shift == 0 && left_shift == 0 && !relu),
                   "f32 neither shifts nor clamps");
  findings.require(left_shift == 0 || add_to_result, "the left shift belongs to the old result");
  if (bias) {
    findings.require(bias->address.lane == y.address.lane, "bias and result must start on the same lane");
    findings.require(bias->precision == (integer ? Precision::I16 : Precision::F32),
                     "the bias is i16 for 8 bits and f32 for f32");
  }
  for (const auto& [what, operand] : {std::pair("left matrix", left), {"right matrix", right}, {"result", y}})
    findings.alignment(what, operand);
  findings.lane_bounds(accesses());
}

void MatMul::describe(Text& text) const {
  text.name("matmul", left.precision);
  text.tensor("y", y, {m(), sections, 1, width});
  text.tensor("l", left, {left_rows, left_sections, 1, left_width});
  text.tensor("r", right, {k(), sections, 1, width});
  if (bias) text.operand("b", *bias);
  text.item("last=" + std::to_string(last_left_width));
  text.flag("transpose", transpose_left);
  text.flag("add", add_to_result);
  text.number("lshift", left_shift);
  text.number("rshift", right_shift);
  text.flag("relu", relu);
}

}  // namespace quern::bm1684
