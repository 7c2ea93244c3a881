// Executes the golden single-command cases; every byte of the machine's memory is compared.
#include <cmath>
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

  // Compares everything; fp32 words within c's tolerance where the case is not exact. Returns whether all
  // bits agreed.
  bool compare(const VectorCase& c, double* worst) {
    bool identical = true;
    const std::pair<uint64_t, uint64_t> regions[] = {
        {kLocalBase, kLocalBytes}, {kL2Base, kL2Bytes}, {expected.ddr_base(), expected.ddr_bytes()}};
    for (const auto& [base, size] : regions) {
      const uint8_t *got = machine.memory.at(base, size), *want = expected.at(base, size);
      if (std::memcmp(got, want, size) == 0) continue;
      identical = false;
      for (uint64_t i = 0; i < size; i += 4) {
        float g, w;
        std::memcpy(&g, got + i, 4);
        std::memcpy(&w, want + i, 4);
        if (std::memcmp(&g, &w, 4) == 0) continue;
        const double error = std::abs(double(g) - double(w)) / std::max(std::abs(double(w)), c.floor);
        *worst = std::max(*worst, error);
        if (!c.exact && error <= c.max_rel) continue;
        ADD_FAILURE() << c.name << ": word at " << hex(base + i) << " is " << g << ", expected " << w;
        return false;
      }
    }
    return identical;
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
  int cases = 0, identical = 0;
  double worst = 0;
  for_each_case(GetParam(), [&](const VectorCase& c) {
    ++cases;
    bench.prepare(c);
    if (c.is_bd) {
      execute(decode(c.bd()).instruction, bench.machine);
    } else {
      execute(decode(c.gdma()).instruction, bench.machine);
    }
    identical += bench.compare(c, &worst);
  });
  EXPECT_GT(cases, 0);
  if (identical < cases)
    std::printf("%d of %d cases bit-identical, largest error %.2e\n", identical, cases, worst);
}

INSTANTIATE_TEST_SUITE_P(Chip, Vectors, testing::ValuesIn(vector_kinds()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace quern::bm1684::test
