// Commands with random bits: they are executed or refused with an Error, and never leave their memories (run
// it under the address sanitizer).
#include <gtest/gtest.h>
#include <random>

#include "execute/execute.hpp"
#include "target-bm1684/isa/chip_vectors.hpp"
#include "target-bm1684/isa/shared_files.hpp"

namespace quern::bm1684::test {
namespace {

template <class Command>
Command flipped(const Command& command, int bits, std::mt19937& random) {
  auto bytes = command.bytes();
  for (int i = 0; i < bits; ++i) {
    const size_t bit = random() % 1024;
    bytes[bit / 8] ^= uint8_t(1u << (bit % 8));
  }
  return Command(bytes);
}

// Refuses to try what would only take long.
template <class Instruction>
bool is_small(const Instruction& instruction) {
  int64_t elements = 0;
  for (const Access& access : accesses(instruction)) elements += std::max<int64_t>(0, access.dims.count());
  return elements < (1 << 22);
}

TEST(Hostile, RandomBitsAreExecutedOrRefused) {
  QUERN_NEEDS_CHIP_FILES();
  std::mt19937 random(5);
  MachineState machine(kArenaBase, 1 << 20, 2);
  int executed = 0, refused = 0;
  for (const std::string& kind : vector_kinds())
    for_each_case(kind, [&](const VectorCase& c) {
      for (int bits = 1; bits <= 2; ++bits) {
        try {
          if (c.is_bd) {
            const BdInstruction op = decode(flipped(c.bd(), bits, random)).instruction;
            if (!is_small(op) || macs(op) > (1 << 26)) continue;
            execute(op, machine);
          } else {
            const GdmaInstruction op = decode(flipped(c.gdma(), bits, random)).instruction;
            if (!is_small(op)) continue;
            execute(op, machine);
          }
          ++executed;
        } catch (const Error&) {
          ++refused;
        }
      }
    });
  EXPECT_GT(executed, 1000);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace quern::bm1684::test
