// All instructions of the two engines, to and from raw commands.
//
//   BdCommand command = encode(Conv{...}, {.id = 17, .wait = 5});
//   auto [sync, instruction] = decode(command);
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "command.hpp"
#include "instructions/arithmetic.hpp"
#include "instructions/avg_pool.hpp"
#include "instructions/conv.hpp"
#include "instructions/depthwise.hpp"
#include "instructions/gdma_copy.hpp"
#include "instructions/gdma_fill.hpp"
#include "instructions/gdma_matrix.hpp"
#include "instructions/gdma_transpose.hpp"
#include "instructions/mat_mul.hpp"
#include "instructions/max_pool.hpp"
#include "instructions/scalar.hpp"
#include "instructions/special_function.hpp"
#include "instructions/table_lookup.hpp"

namespace quern::bm1684 {

using BdInstruction =
    std::variant<Conv, Depthwise, MaxPool, AvgPool, MatMul, Arithmetic, TableLookup, Scalar, SpecialFunction>;
using GdmaInstruction = std::variant<GdmaCopy, GdmaTranspose, GdmaFill, GdmaMatrix>;

struct BdStep {
  Sync sync;
  BdInstruction instruction;
  bool operator==(const BdStep&) const = default;
};
struct GdmaStep {
  Sync sync;
  GdmaInstruction instruction;
  bool operator==(const GdmaStep&) const = default;
};

// Throws Error where a value does not fit its field. Encodes what it is given; check() says whether the chip
// takes it.
BdCommand encode(const BdInstruction& instruction, Sync sync);
GdmaCommand encode(const GdmaInstruction& instruction, Sync sync);

// Throws UnsupportedError for instructions that are not documented, naming the fields.
BdStep decode(const BdCommand& command);
GdmaStep decode(const GdmaCommand& command);

// What stands against emitting this instruction: values out of range, and everything that the chip rejects or
// that is not verified. Empty: nothing. The simulator executes more than check() passes.
std::vector<std::string> check(const BdInstruction& instruction);
std::vector<std::string> check(const GdmaInstruction& instruction);

// Bytes read and written.
Accesses accesses(const BdInstruction& instruction);
Accesses accesses(const GdmaInstruction& instruction);

// Multiply-accumulate operations; 0 for instructions that the chip's peak rates do not count.
int64_t macs(const BdInstruction& instruction);

}  // namespace quern::bm1684
