#include "instruction.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {
namespace {

template <class Instruction>
std::vector<std::string> checked(const Instruction& instruction) {
  Findings findings;
  std::visit([&](const auto& op) { op.check(findings); }, instruction);
  return findings.take();
}

BdInstruction decode_pool(const BdCommand& command) {
  const uint64_t eu = command.get(BdField::tsk_eu_typ);
  if (eu == 4) return MaxPool::decode(command);
  if (eu != 1)
    throw UnsupportedError("pooling command with tsk_eu_typ " + std::to_string(eu) + " is not documented");
  if (command.flag(BdField::opt_opd1_const)) return AvgPool::decode(command);
  return Depthwise::decode(command);
}

void require_known_modes(const BdCommand& command) {
  for (const BdField field :
       {BdField::opt_winograd, BdField::res0_h_shift, BdField::res0_w_shift, BdField::opd0_h_shift,
        BdField::opd0_w_shift, BdField::opd1_h_shift, BdField::opd1_w_shift})
    if (command.flag(field))
      throw UnsupportedError(std::string("bd command: the meaning of field ") +
                             FieldTable<BdField>::info(field).name + " is not documented");
  if (command.get(BdField::tsk_lane_num) != ~uint64_t(0))
    throw UnsupportedError("bd command: masked lanes (tsk_lane_num) are not documented");
}

BdInstruction decode_instruction(const BdCommand& command) {
  require_known_modes(command);
  const uint64_t task = command.get(BdField::tsk_typ), eu = command.get(BdField::tsk_eu_typ);
  switch (BdTask(task)) {
    case BdTask::Conv:
      if (eu == 0) return Conv::decode(command);
      break;
    case BdTask::Pool:
      return decode_pool(command);
    case BdTask::MatMul:
      if (eu == 0) return MatMul::decode(command);
      break;
    case BdTask::Arithmetic:
      return Arithmetic::decode(command);
    case BdTask::TableLookup:
      return TableLookup::decode(command);
    case BdTask::Scalar:
      return Scalar::decode(command);
    case BdTask::Special:
      return SpecialFunction::decode(command);
  }
  throw UnsupportedError("bd command with tsk_typ " + std::to_string(task) + ", tsk_eu_typ " +
                         std::to_string(eu) + " is not documented");
}

GdmaInstruction decode_instruction(const GdmaCommand& command) {
  const uint64_t function = command.get(GdmaField::special_func);
  const bool matrix = command.flag(GdmaField::sys_mem_type);
  switch (GdmaFunction(function)) {
    case GdmaFunction::Copy:
      if (matrix) return GdmaMatrix::decode(command);
      return GdmaCopy::decode(command);
    case GdmaFunction::Transpose:
      if (matrix) return GdmaMatrix::decode(command);
      return GdmaTranspose::decode(command);
    case GdmaFunction::Fill:
      return GdmaFill::decode(command);
  }
  throw UnsupportedError("gdma command with special_func " + std::to_string(function) + " is not documented");
}

}  // namespace

BdCommand encode(const BdInstruction& instruction, Sync sync) {
  BdCommand command = std::visit([](const auto& op) { return op.encode(); }, instruction);
  command.set(BdField::cmd_id_tpu, sync.id);
  command.set(BdField::cmd_id_gdma, sync.wait);
  return command;
}

GdmaCommand encode(const GdmaInstruction& instruction, Sync sync) {
  GdmaCommand command = std::visit([](const auto& op) { return op.encode(); }, instruction);
  command.set(GdmaField::cmd_id, sync.id);
  command.set(GdmaField::eng0_sync_id, sync.wait);
  return command;
}

BdStep decode(const BdCommand& command) {
  return {{uint16_t(command.get(BdField::cmd_id_tpu)), uint16_t(command.get(BdField::cmd_id_gdma))},
          decode_instruction(command)};
}

GdmaStep decode(const GdmaCommand& command) {
  return {{uint16_t(command.get(GdmaField::cmd_id)), uint16_t(command.get(GdmaField::eng0_sync_id))},
          decode_instruction(command)};
}

std::vector<std::string> check(const BdInstruction& instruction) { return checked(instruction); }
std::vector<std::string> check(const GdmaInstruction& instruction) { return checked(instruction); }

Accesses accesses(const BdInstruction& instruction) {
  return std::visit([](const auto& op) { return op.accesses(); }, instruction);
}
Accesses accesses(const GdmaInstruction& instruction) {
  return std::visit([](const auto& op) { return op.accesses(); }, instruction);
}

int64_t macs(const BdInstruction& instruction) {
  return std::visit(
      [](const auto& op) -> int64_t {
        if constexpr (requires { op.macs(); }) return op.macs();
        return 0;
      },
      instruction);
}

}  // namespace quern::bm1684
