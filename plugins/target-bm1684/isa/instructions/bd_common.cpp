#include "bd_common.hpp"

namespace quern::bm1684 {
namespace {

// The fields of one operand. Result has no constant flag, and only First and Second repeat batches.
struct OperandFields {
  BdField address, precision, arrangement, n_str, c_str, h_str, w_str;
};

constexpr OperandFields kOperand[] = {
    {BdField::res0_addr, BdField::opt_res0_prec, BdField::short_res0_str, BdField::res0_n_str,
     BdField::res0_c_str, BdField::res0_h_str, BdField::res0_w_str},
    {BdField::opd0_addr, BdField::opt_opd0_prec, BdField::short_opd0_str, BdField::opd0_n_str,
     BdField::opd0_c_str, BdField::opd0_h_str, BdField::opd0_w_str},
    {BdField::opd1_addr, BdField::opt_opd1_prec, BdField::short_opd1_str, BdField::opd1_n_str,
     BdField::opd1_c_str, BdField::opd1_h_str, BdField::opd1_w_str},
    {BdField::opd2_addr, BdField::opt_opd2_prec, BdField::short_opd2_str, BdField::opd2_n_str,
     BdField::opd2_c_str, BdField::opd2_h_str, BdField::opd2_w_str},
};
constexpr BdField kSign[] = {BdField::opt_opd0_sign, BdField::opt_opd1_sign, BdField::opt_opd2_sign};
constexpr BdField kConstant[] = {BdField::opt_opd0_const, BdField::opt_opd1_const, BdField::opt_opd2_const};
constexpr BdField kRepeats[] = {BdField::opd0_neq1, BdField::opd1_neq1};

struct SizeFields {
  BdField n, c, h, w;
};
constexpr SizeFields kSize[] = {
    {BdField::res0_n, BdField::res0_c, BdField::res0_h, BdField::res0_w},
    {BdField::opd0_n, BdField::opd0_c, BdField::opd0_h, BdField::opd0_w},
    {BdField::opd1_n, BdField::opd1_c, BdField::opd1_h, BdField::opd1_w},
};

Precision precision_of(uint64_t number) {
  if (number > uint64_t(Precision::I32))
    throw InputError("bd command: precision " + std::to_string(number) + " does not exist");
  return Precision(number);
}

}  // namespace

BdCommand bd_template(BdTask task, int eu_type, int operands) {
  BdCommand command;
  command.set(BdField::cmd_en, 1);
  command.set(BdField::cmd_id_en, 1);
  command.set(BdField::tsk_lane_num, ~uint64_t(0));
  command.set(BdField::opt_shift_typ, 1);
  command.set(BdField::tsk_typ, uint64_t(task));
  command.set(BdField::tsk_eu_typ, uint64_t(eu_type));
  command.set(BdField::tsk_opd_num, uint64_t(operands));
  command.set(BdField::res_op_x_str, 1);
  command.set(BdField::res_op_y_str, 1);
  command.set(BdField::short_opd2_str, 2);
  for (const Slot slot : {Slot::Result, Slot::First, Slot::Second}) set_size(command, slot, {});
  for (const OperandFields& fields : kOperand)
    for (const BdField stride : {fields.n_str, fields.c_str, fields.h_str, fields.w_str})
      command.set(stride, 1);
  return command;
}

void set_type(BdCommand& command, Slot slot, Precision precision, bool is_signed) {
  command.set(kOperand[size_t(slot)].precision, uint64_t(precision));
  if (slot == Slot::Result) return;
  // fp32 has no sign to choose; compilers leave the bit 0 for the first operand and 1 for the others.
  command.set(kSign[size_t(slot) - 1], is_float(precision) ? slot != Slot::First : is_signed);
}

void set_operand(BdCommand& command, Slot slot, const Operand& operand) {
  const OperandFields& fields = kOperand[size_t(slot)];
  set_type(command, slot, operand.precision, operand.is_signed);
  command.set(fields.address, operand.constant ? operand.value : operand.address.encoded());
  if (slot != Slot::Result) command.set(kConstant[size_t(slot) - 1], operand.constant);
  if (slot == Slot::First || slot == Slot::Second)
    command.set(kRepeats[size_t(slot) - 1], operand.repeats_batch);
  if (slot == Slot::Third) return;  // read compactly or not at all
  command.set(fields.arrangement, uint64_t(operand.arrangement));
  if (operand.arrangement != Arrangement::Explicit) return;
  command.set(fields.n_str, operand.strides.n);
  command.set(fields.c_str, operand.strides.c);
  command.set(fields.h_str, operand.strides.h);
  command.set(fields.w_str, operand.strides.w);
}

Operand get_operand(const BdCommand& command, Slot slot) {
  const OperandFields& fields = kOperand[size_t(slot)];
  Operand operand;
  operand.precision = precision_of(command.get(fields.precision));
  operand.is_signed =
      slot == Slot::Result || is_float(operand.precision) || command.flag(kSign[size_t(slot) - 1]);
  operand.constant = slot != Slot::Result && command.flag(kConstant[size_t(slot) - 1]);
  if (operand.constant) {
    operand.value = uint32_t(command.get(fields.address));
  } else {
    operand.address = LocalAddress::from(command.get(fields.address));
  }
  if (slot == Slot::First || slot == Slot::Second)
    operand.repeats_batch = command.flag(kRepeats[size_t(slot) - 1]);
  if (slot == Slot::Third || command.get(fields.arrangement) != uint64_t(Arrangement::Explicit))
    return operand;
  operand.arrangement = Arrangement::Explicit;
  operand.strides = {uint32_t(command.get(fields.n_str)), uint32_t(command.get(fields.c_str)),
                     uint32_t(command.get(fields.h_str)), uint32_t(command.get(fields.w_str))};
  return operand;
}

void set_size(BdCommand& command, Slot slot, const Dims& dims) {
  const SizeFields& fields = kSize[size_t(slot)];
  command.set(fields.n, uint64_t(dims.n));
  command.set(fields.c, uint64_t(dims.c));
  command.set(fields.h, uint64_t(dims.h));
  command.set(fields.w, uint64_t(dims.w));
}

Dims get_size(const BdCommand& command, Slot slot) {
  const SizeFields& fields = kSize[size_t(slot)];
  return {command.number(fields.n), command.number(fields.c), command.number(fields.h),
          command.number(fields.w)};
}

void set_window(BdCommand& command, const Window& w) {
  command.set(BdField::opd1_h, uint64_t(w.kernel_h));
  command.set(BdField::opd1_w, uint64_t(w.kernel_w));
  command.set(BdField::res_op_y_str, uint64_t(w.stride_y));
  command.set(BdField::res_op_x_str, uint64_t(w.stride_x));
  command.set(BdField::opd1_y_ins0, uint64_t(w.dilation_y - 1));
  command.set(BdField::opd1_x_ins0, uint64_t(w.dilation_x - 1));
  command.set(BdField::opd0_y_ins0, uint64_t(w.insert_y));
  command.set(BdField::opd0_x_ins0, uint64_t(w.insert_x));
  command.set(BdField::opd0_up_pad, uint64_t(w.pad_up));
  command.set(BdField::opd0_dn_pad, uint64_t(w.pad_down));
  command.set(BdField::opd0_lf_pad, uint64_t(w.pad_left));
  command.set(BdField::opd0_rt_pad, uint64_t(w.pad_right));
}

Window get_window(const BdCommand& command) {
  Window w;
  w.kernel_h = command.number(BdField::opd1_h);
  w.kernel_w = command.number(BdField::opd1_w);
  w.stride_y = command.number(BdField::res_op_y_str);
  w.stride_x = command.number(BdField::res_op_x_str);
  w.dilation_y = command.number(BdField::opd1_y_ins0) + 1;
  w.dilation_x = command.number(BdField::opd1_x_ins0) + 1;
  w.insert_y = command.number(BdField::opd0_y_ins0);
  w.insert_x = command.number(BdField::opd0_x_ins0);
  w.pad_up = command.number(BdField::opd0_up_pad);
  w.pad_down = command.number(BdField::opd0_dn_pad);
  w.pad_left = command.number(BdField::opd0_lf_pad);
  w.pad_right = command.number(BdField::opd0_rt_pad);
  return w;
}

}  // namespace quern::bm1684
