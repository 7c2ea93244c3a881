#include "scalar.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {

const char* name_of(Scalar::Kind kind) {
  switch (kind) {
    case Scalar::Kind::Mul:
      return "scalar_mul";
    case Scalar::Kind::Add:
      return "scalar_add";
    case Scalar::Kind::Sub:
      return "scalar_sub";
    case Scalar::Kind::Div:
      return "scalar_div";
  }
  return "?";
}

Scalar Scalar::decode(const BdCommand& command) {
  Scalar op;
  const uint64_t eu = command.get(BdField::tsk_eu_typ);
  if (eu != 0 && eu != 2 && eu != 3 && eu != 12)
    throw UnsupportedError("md_scalar command with tsk_eu_typ " + std::to_string(eu) + " is not documented");
  op.kind = Kind(eu);
  op.dims = get_size(command, Slot::Result);
  op.a = get_operand(command, Slot::First);
  op.b = get_operand(command, Slot::Second);
  op.y = get_operand(command, Slot::Result);
  op.add_to_result = command.flag(BdField::opt_res_add);
  return op;
}

BdCommand Scalar::encode() const {
  BdCommand command = bd_template(BdTask::Scalar, int(kind), 2);
  set_size(command, Slot::Result, dims);
  set_operand(command, Slot::First, a);
  set_operand(command, Slot::Second, b);
  set_operand(command, Slot::Result, y);
  set_type(command, Slot::Third, Precision::F32, true);
  command.set(BdField::opt_relu, 1);
  command.set(BdField::opt_res_add, add_to_result);
  return command;
}

Accesses Scalar::accesses() const {
  Accesses list;
  for (const Operand* operand : {&a, &b})
    if (!operand->constant) list.push_back(read_local(activation_map(*operand, dims), dims));
  if (add_to_result) list.push_back(read_local(activation_map(y, dims), dims));
  list.push_back(write_local(activation_map(y, dims), dims));
  return list;
}

void Scalar::check(Findings& findings) const {
  findings.sizes("result", dims, kMaxChannels);
  findings.require(!(a.constant && b.constant), "one operand must be a tensor");
  findings.require(!(add_to_result && kind == Kind::Div),
                   "a division that adds to its result is not verified");
  for (const Operand* operand : {&a, &b, &y}) {
    findings.require(operand->precision == Precision::F32, "md_scalar works on f32");
    findings.require(operand->constant || operand->arrangement == Arrangement::Aligned,
                     "md_scalar needs aligned operands");
    findings.require(operand->constant || operand->address.lane == y.address.lane,
                     "operands and result must start on the same lane");
    findings.alignment("an operand", *operand);
  }
  findings.lane_bounds(accesses());
}

void Scalar::describe(Text& text) const {
  text.name(name_of(kind));
  text.tensor("y", y, dims);
  text.operand("a", a);
  text.operand("b", b);
  text.flag("add", add_to_result);
}

}  // namespace quern::bm1684
