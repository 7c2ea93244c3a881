#include "execute.hpp"

namespace quern::bm1684 {

void execute(const BdInstruction& instruction, MachineState& machine) {
  machine.memory.require(accesses(instruction));
  std::visit([&](const auto& op) { execute(op, machine); }, instruction);
}

void execute(const GdmaInstruction& instruction, MachineState& machine) {
  machine.memory.require(accesses(instruction));
  std::visit([&](const auto& op) { execute(op, machine); }, instruction);
}

}  // namespace quern::bm1684
