// Executes single instructions. Operands must lie within the memories (Memory::require on the instruction's
// accesses); execute(instruction, machine) of the variants sees to that.
#pragma once

#include "../machine_state.hpp"
#include "isa/instruction.hpp"

namespace quern::bm1684 {

// Throws InputError where an operand leaves its memory, UnsupportedError where the chip's behaviour is not
// known.
void execute(const BdInstruction& instruction, MachineState& machine);
void execute(const GdmaInstruction& instruction, MachineState& machine);

void execute(const Conv& op, MachineState& machine);
void execute(const Depthwise& op, MachineState& machine);
void execute(const MaxPool& op, MachineState& machine);
void execute(const AvgPool& op, MachineState& machine);
void execute(const MatMul& op, MachineState& machine);
void execute(const Arithmetic& op, MachineState& machine);
void execute(const TableLookup& op, MachineState& machine);
void execute(const Scalar& op, MachineState& machine);
void execute(const SpecialFunction& op, MachineState& machine);
void execute(const GdmaCopy& op, MachineState& machine);
void execute(const GdmaTranspose& op, MachineState& machine);
void execute(const GdmaFill& op, MachineState& machine);
void execute(const GdmaMatrix& op, MachineState& machine);

}  // namespace quern::bm1684
