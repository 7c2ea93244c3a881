#include "disassemble.hpp"

#include <quern/error.hpp>

namespace quern::bm1684 {
namespace {

template <class Instruction>
std::string described(const Instruction& instruction, const AddressNames& names) {
  Text text(names);
  std::visit([&](const auto& op) { op.describe(text); }, instruction);
  return text.str();
}

template <class Field, size_t N>
std::string fields_of(const Command<Field>& command, const std::array<FieldInfo, N>& table) {
  std::string text;
  for (size_t i = 0; i < N; ++i)
    if (const uint64_t value = command.get(Field(i)); value != 0)
      text += std::string(" ") + table[i].name + "=" + hex(value);
  return text;
}

template <class Command, size_t N>
std::string line(const Command& command, const char* engine, uint64_t id, uint64_t wait,
                 const AddressNames& names, const std::array<FieldInfo, N>& table) {
  std::string text = std::string(engine) + " " + std::to_string(id) + " wait " + std::to_string(wait) + ": ";
  try {
    return text + describe(decode(command).instruction, names);
  } catch (const Error& e) {
    return text + "unknown (" + e.what() + ")" + fields_of(command, table);
  }
}

}  // namespace

std::string describe(const BdInstruction& instruction, const AddressNames& names) {
  return described(instruction, names);
}
std::string describe(const GdmaInstruction& instruction, const AddressNames& names) {
  return described(instruction, names);
}

std::string mnemonic(const BdInstruction& instruction) {
  const std::string text = describe(instruction);
  return text.substr(0, text.find(' '));
}
std::string mnemonic(const GdmaInstruction& instruction) {
  const std::string text = describe(instruction);
  return text.substr(0, text.find(' '));
}

std::string disassemble(const BdCommand& command, const AddressNames& names) {
  return line(command, "bd", command.get(BdField::cmd_id_tpu), command.get(BdField::cmd_id_gdma), names,
              kBdFields);
}

std::string disassemble(const GdmaCommand& command, const AddressNames& names) {
  return line(command, "gdma", command.get(GdmaField::cmd_id), command.get(GdmaField::eng0_sync_id), names,
              kGdmaFields);
}

}  // namespace quern::bm1684
