#include "special_function.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

const char* name_of(SpecialFunction::Kind kind) {
  switch (kind) {
    case SpecialFunction::Kind::Taylor:
      return "taylor";
    case SpecialFunction::Kind::ToInteger:
      return "to_integer";
    case SpecialFunction::Kind::NormaliseInteger:
      return "normalise_integer";
    case SpecialFunction::Kind::NormaliseFloat:
      return "normalise_float";
    case SpecialFunction::Kind::ReciprocalSqrt:
      return "rsqrt";
  }
  return "?";
}

SpecialFunction SpecialFunction::decode(const BdCommand& command) {
  SpecialFunction op;
  const uint64_t eu = command.get(BdField::tsk_eu_typ);
  if (eu < uint64_t(Kind::Taylor) || eu > uint64_t(Kind::ReciprocalSqrt))
    throw UnsupportedError("md_sfu command with tsk_eu_typ " + std::to_string(eu) + " is not documented");
  op.kind = Kind(eu);
  op.dims = get_size(command, Slot::Result);
  op.x = get_operand(command, Slot::First);
  op.y = get_operand(command, Slot::Result);
  if (op.kind == Kind::Taylor) {
    op.table = uint32_t(command.get(BdField::opd1_addr));
    op.terms = command.number(BdField::opd1_n);
  }
  return op;
}

BdCommand SpecialFunction::encode() const {
  BdCommand command = bd_template(BdTask::Special, int(kind), 2);
  set_size(command, Slot::Result, dims);
  set_size(command, Slot::Second, {terms, 1, 1, 1});
  set_operand(command, Slot::First, x);
  set_operand(command, Slot::Result, y);
  set_type(command, Slot::Second, Precision::F32, true);
  set_type(command, Slot::Third, Precision::F32, true);
  command.set(BdField::opd1_addr, table);
  command.set(BdField::opt_relu, 1);
  return command;
}

Accesses SpecialFunction::accesses() const {
  Accesses list{read_local(activation_map(x, dims), dims)};
  if (kind == Kind::Taylor) list.push_back(read_system(kL2Base + table % kL2Bytes, terms * 4));
  list.push_back(write_local(activation_map(y, dims), dims));
  return list;
}

void SpecialFunction::check(Findings& findings) const {
  const bool to_integer = kind == Kind::ToInteger || kind == Kind::NormaliseInteger;
  findings.sizes("result", dims, kMaxChannels);
  findings.require(x.precision == Precision::F32, "special functions take f32");
  findings.require(y.precision == (to_integer ? Precision::I32 : Precision::F32),
                   "the result's precision is wrong");
  findings.require(x.arrangement == Arrangement::Aligned && y.arrangement == Arrangement::Aligned,
                   "special functions need aligned operands");
  findings.require(x.address.lane == y.address.lane, "operand and result must start on the same lane");
  findings.alignment("operand", x);
  findings.alignment("result", y);
  if (kind == Kind::Taylor) {
    findings.range("terms", terms, 1, kMaxChannels);
    findings.require(table % 4 == 0 && table + uint64_t(terms) * 4 <= kL2Bytes,
                     "the coefficients' address must be a word's offset within L2");
  }
  findings.lane_bounds(accesses());
}

void SpecialFunction::describe(Text& text) const {
  text.name(name_of(kind));
  text.tensor("y", y, dims);
  text.operand("x", x);
  if (kind == Kind::Taylor) text.item("table=l2+" + hex(table) + " terms=" + std::to_string(terms));
}

}  // namespace quern::bm1684
