// What the encodings of all compute instructions share: the bits that never change, operands, the window.
#pragma once

#include "../command.hpp"
#include "../types.hpp"

namespace quern::bm1684 {

// Numbers of tsk_typ.
enum class BdTask : uint8_t {
  Conv = 0,
  Pool = 1,
  MatMul = 2,
  Arithmetic = 3,
  TableLookup = 6,
  Scalar = 8,
  Special = 9
};

// Which operand's fields are meant.
enum class Slot : uint8_t { Result, First, Second, Third };

// A command with everything that an instruction need not say set as the documents say ("common bits in
// valid commands") and as compilers leave unused fields: sizes and strides 1.
BdCommand bd_template(BdTask task, int eu_type, int operands);

// Address or constant, precision, sign, arrangement and strides.
void set_operand(BdCommand& command, Slot slot, const Operand& operand);
Operand get_operand(const BdCommand& command, Slot slot);

// Precision and sign only, for operands that a command does not read but that carry these bits.
void set_type(BdCommand& command, Slot slot, Precision precision, bool is_signed);

void set_size(BdCommand& command, Slot slot, const Dims& dims);  // Result, First, Second
Dims get_size(const BdCommand& command, Slot slot);

void set_window(BdCommand& command, const Window& window);
Window get_window(const BdCommand& command);

}  // namespace quern::bm1684
