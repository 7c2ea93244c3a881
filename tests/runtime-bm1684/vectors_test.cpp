// Executes the golden single-command cases; every byte of the machine's memory is compared.
#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>

#include "execute/execute.hpp"
#include "isa/disassemble.hpp"
#include "target-bm1684/isa/chip_vectors.hpp"
#include "target-bm1684/isa/shared_files.hpp"

namespace quern::bm1684::test {
namespace {

constexpr uint64_t kMargin = 64 * 1024, kWindow = 1024 * 1024 + 2 * kMargin;
constexpr uint8_t kFill = 0xA5;

// The machine as the vectors' README describes it, and what it should hold afterwards.
class Bench {
 public:
  Bench() : machine(kArenaBase - kMargin, kWindow, 2), expected(kArenaBase - kMargin, kWindow) {}

  void prepare(const VectorCase& c) {
    machine.memory.fill(kFill);
    expected.fill(kFill);
    for (const MemoryRange& range : c.before) put(machine.memory, range), put(expected, range);
    for (const MemoryRange& range : c.after) put(expected, range);
  }

  // Compares every byte. (The vectors allow a tolerance where the order of summation is not documented; the
  // simulator needs none.)
  void compare(const VectorCase& c) {
    const std::pair<uint64_t, uint64_t> regions[] = {
        {kLocalBase, kLocalBytes}, {kL2Base, kL2Bytes}, {expected.ddr_base(), expected.ddr_bytes()}};
    for (const auto& [base, size] : regions) {
      const uint8_t *got = machine.memory.at(base, size), *want = expected.at(base, size);
      if (std::memcmp(got, want, size) == 0) continue;
      const auto at = uint64_t(std::mismatch(got, got + size, want).first - got);
      FAIL() << c.name << ": the byte at " << hex(base + at) << " is " << int(got[at]) << ", expected "
             << int(want[at]);
    }
  }

  MachineState machine;

 private:
  static void put(Memory& memory, const MemoryRange& range) {
    std::memcpy(memory.at(range.address, range.data.size()), range.data.data(), range.data.size());
  }
  Memory expected;
};

class Vectors : public testing::TestWithParam<std::string> {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Vectors);  // the shared files may be absent

TEST_P(Vectors, EveryByteIsTheChips) {
  static Bench bench;
  int cases = 0;
  for_each_case(GetParam(), [&](const VectorCase& c) {
    ++cases;
    bench.prepare(c);
    if (c.is_bd) {
      execute(decode(c.bd()).instruction, bench.machine);
    } else {
      execute(decode(c.gdma()).instruction, bench.machine);
    }
    bench.compare(c);
  });
  EXPECT_GT(cases, 0);
}

INSTANTIATE_TEST_SUITE_P(Chip, Vectors, testing::ValuesIn(vector_kinds()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace quern::bm1684::test
