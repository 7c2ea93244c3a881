// One readable line per command:
//   bd 17 wait 5: conv.i8 y=lane0+0x1000[1,64,28,28]:i8 x=... w=... k=3x3 pad=1,1,1,1 rshift=7
// Shapes are [n,c,h,w], explicit strides <n,c,h,w>, local addresses lane+offset.
#pragma once

#include "instruction.hpp"
#include "text.hpp"

namespace quern::bm1684 {

// `names` may name system addresses. Commands that cannot be decoded become a line that says why and lists
// the fields that are not 0.
std::string disassemble(const BdCommand& command, const AddressNames& names = {});
std::string disassemble(const GdmaCommand& command, const AddressNames& names = {});

// Mnemonic and operands alone.
std::string describe(const BdInstruction& instruction, const AddressNames& names = {});
std::string describe(const GdmaInstruction& instruction, const AddressNames& names = {});

// "conv.i8": the first word of describe().
std::string mnemonic(const BdInstruction& instruction);
std::string mnemonic(const GdmaInstruction& instruction);

}  // namespace quern::bm1684
