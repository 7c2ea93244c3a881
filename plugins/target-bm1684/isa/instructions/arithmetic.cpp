#include "arithmetic.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

using Kind = Arithmetic::Kind;

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::Mul:
      return "mul";
    case Kind::Mac:
      return "mac";
    case Kind::Add:
      return "add";
    case Kind::Sub:
      return "sub";
    case Kind::Max:
      return "max";
    case Kind::Min:
      return "min";
    case Kind::Shift:
      return "shift";
    case Kind::And:
      return "and";
    case Kind::Or:
      return "or";
    case Kind::Xor:
      return "xor";
    case Kind::SelectGreater:
      return "select_gt";
    case Kind::SelectEqual:
      return "select_eq";
    case Kind::Copy:
      return "copy";
  }
  return "?";
}

int Arithmetic::operands() const { return kind == Kind::Copy ? 1 : is_select() ? 3 : 2; }

Arithmetic Arithmetic::decode(const BdCommand& command) {
  Arithmetic op;
  const uint64_t eu = command.get(BdField::tsk_eu_typ);
  if (eu > uint64_t(Kind::SelectEqual) && eu != uint64_t(Kind::Copy))
    throw UnsupportedError("elementwise command with tsk_eu_typ " + std::to_string(eu) +
                           " is not documented");
  op.kind = Kind(eu);
  op.dims = get_size(command, Slot::Result);
  op.a = get_operand(command, Slot::First);
  op.b = get_operand(command, Slot::Second);
  op.third = get_operand(command, Slot::Third);
  op.y = get_operand(command, Slot::Result);
  op.right_shift = command.number(BdField::opt_right_shift);
  op.left_shift = command.number(BdField::opt_left_shift);
  op.arithmetic_shift = command.flag(BdField::opt_shift_typ);
  op.relu = op.y.precision != Precision::F32 && command.flag(BdField::opt_relu);
  op.old_is_signed = command.flag(BdField::opt_res_add_sign);
  if (op.kind == Kind::Copy) op.b = {.precision = op.b.precision, .is_signed = op.b.is_signed};
  if (!op.is_select()) op.third = {};
  return op;
}

BdCommand Arithmetic::encode() const {
  BdCommand command = bd_template(BdTask::Arithmetic, int(kind), operands());
  set_size(command, Slot::Result, dims);
  set_operand(command, Slot::First, a);
  set_type(command, Slot::Second, b.precision, b.is_signed);
  set_type(command, Slot::Third, Precision::F32, true);
  if (kind != Kind::Copy) set_operand(command, Slot::Second, b);
  if (is_select()) set_operand(command, Slot::Third, third);
  set_operand(command, Slot::Result, y);
  command.set(BdField::opt_right_shift, uint64_t(right_shift));
  command.set(BdField::opt_left_shift, uint64_t(left_shift));
  command.set(BdField::opt_shift_typ, arithmetic_shift);
  command.set(BdField::opt_relu, relu || is_float(y.precision));
  command.set(BdField::opt_res_add_sign, old_is_signed);
  return command;
}

bool Arithmetic::result_is_signed() const {
  return !relu && (kind == Kind::Sub || a.is_signed || b.is_signed);
}

Accesses Arithmetic::accesses() const {
  Accesses list;
  if (!a.constant) list.push_back(read_local(activation_map(a, dims), dims));
  if (kind != Kind::Copy && !b.constant) list.push_back(read_local(activation_map(b, dims), dims));
  if (is_select() && !third.constant) list.push_back(read_local(activation_map(third, dims), dims));
  if (kind == Kind::Mac) {
    Operand old = y;  // an 8-bit result's old value is read as 16 bits (vectors' README, item 6)
    if (old.precision == Precision::I8) old.precision = Precision::I16;
    list.push_back(read_local(activation_map(old, dims), dims));
  }
  list.push_back(write_local(activation_map(y, dims), dims));
  return list;
}

void Arithmetic::check(Findings& findings) const {
  const Precision p = a.precision;
  const bool bits = kind == Kind::And || kind == Kind::Or || kind == Kind::Xor || kind == Kind::Copy;
  const bool small = p == Precision::I8 || p == Precision::I16;
  findings.sizes("result", dims, kMaxChannels);
  findings.require(p != Precision::F16, "f16 does not exist on this chip");
  findings.require(kind == Kind::Copy || p == b.precision, "both operands need the same precision");
  findings.require(
      y.precision == p || (small && (y.precision == Precision::I8 || y.precision == Precision::I16) && !bits),
      "this result precision is not verified for these operands");
  findings.require(!(a.constant && (kind == Kind::Copy || b.constant)), "one operand must be a tensor");
  if (p == Precision::F32)
    findings.require(kind != Kind::Shift && (!bits || kind == Kind::Copy),
                     "f32 has no bit operations: use i32");
  if (p == Precision::I32)
    findings.require(bits || kind == Kind::Shift, "i32 arithmetic treats the words as f32");
  if (small) {
    findings.require(!is_select(), "selections of 8 and 16 bits depend on earlier commands");
    findings.require(!(p == Precision::I16 && (kind == Kind::Mul || kind == Kind::Mac)),
                     "the chip does not multiply 16-bit values by the documented rule");
    findings.require(!(kind == Kind::Mac && y.precision == Precision::I8), "mac needs a 16-bit result");
    findings.require(!((kind == Kind::Max || kind == Kind::Min) && a.is_signed != b.is_signed),
                     "max and min need operands of one sign");
    findings.require(!(kind == Kind::Shift && (p == Precision::I8 || a.constant)),
                     "shift works on 16 and 32 bits, and a constant cannot be shifted");
  }
  findings.require(!is_select() || third.constant, "selections are verified with a constant only");
  findings.require(p == Precision::F32 || !is_select(), "selections are verified for f32 only");
  findings.require(small || (right_shift == 0 && left_shift == 0), "shifts belong to 8 and 16 bits");
  findings.alignment("first operand", a, 4);
  if (kind != Kind::Copy) findings.alignment("second operand", b, 4);
  findings.alignment("result", y, 4);
  for (const Operand* operand : {&a, &b})
    findings.require(
        operand->constant || (operand == &b && kind == Kind::Copy) || operand->address.lane == y.address.lane,
        "operands and result must start on the same lane");
  findings.require(!a.repeats_batch, "only the second operand may repeat its first batch");
  findings.lane_bounds(accesses());
}

void Arithmetic::describe(Text& text) const {
  text.name(name_of(kind), a.precision);
  text.tensor("y", y, dims);
  text.operand("a", a);
  if (kind != Kind::Copy) text.operand("b", b);
  if (is_select()) text.operand("c", third);
  text.number("lshift", left_shift);
  text.number("rshift", right_shift);
  text.flag("logical", kind == Kind::Shift && !arithmetic_shift);
  text.flag("relu", relu);
}

}  // namespace quern::bm1684
