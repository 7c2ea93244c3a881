// The bytes that instructions name: against the vectors, whose changed bytes must all be announced as
// written.
#include <algorithm>
#include <gtest/gtest.h>

#include "chip_vectors.hpp"
#include "isa/instruction.hpp"
#include "shared_files.hpp"

namespace quern::bm1684::test {
namespace {

using Runs = std::vector<std::pair<uint64_t, uint64_t>>;  // [begin, end), sorted

Runs runs_of(const Accesses& list, bool write) {
  Runs runs;
  for (const Access& access : list)
    if (access.write == write)
      access.for_each_run(
          [&](uint64_t address, uint64_t bytes) { runs.emplace_back(address, address + bytes); });
  std::sort(runs.begin(), runs.end());
  return runs;
}

bool contains(const Runs& runs, uint64_t byte) {
  auto it = std::upper_bound(runs.begin(), runs.end(), std::pair(byte, ~uint64_t(0)));
  return it != runs.begin() && std::prev(it)->second > byte;
}

uint8_t byte_before(const VectorCase& c, uint64_t address) {
  for (const MemoryRange& range : c.before)
    if (address >= range.address && address - range.address < range.data.size())
      return range.data[address - range.address];
  return 0xA5;
}

TEST(Access, EveryChangedByteIsAnnounced) {
  QUERN_NEEDS_CHIP_FILES();
  for (const std::string& kind : vector_kinds())
    for_each_case(kind, [&](const VectorCase& c) {
      const Accesses list =
          c.is_bd ? accesses(decode(c.bd()).instruction) : accesses(decode(c.gdma()).instruction);
      const Runs written = runs_of(list, true);
      int missed = 0;
      for (const MemoryRange& range : c.after)
        for (size_t i = 0; i < range.data.size(); ++i)
          if (range.data[i] != byte_before(c, range.address + i) && !contains(written, range.address + i))
            ++missed;
      EXPECT_EQ(missed, 0) << c.name;
    });
}

// The vectors store exactly what a command reads (and the padding around it), so nothing else may be
// announced.
TEST(Access, EveryReadByteWasStored) {
  QUERN_NEEDS_CHIP_FILES();
  for (const std::string& kind : vector_kinds())
    for_each_case(kind, [&](const VectorCase& c) {
      const Accesses list =
          c.is_bd ? accesses(decode(c.bd()).instruction) : accesses(decode(c.gdma()).instruction);
      Runs stored;
      for (const MemoryRange& range : c.before)
        stored.emplace_back(range.address, range.address + range.data.size());
      std::sort(stored.begin(), stored.end());
      int missed = 0;
      for (const auto& [begin, end] : runs_of(list, false))
        for (uint64_t byte = begin; byte < end; ++byte)
          if (!contains(stored, byte) && !(is_l2(byte) && byte >= kL2Base + kL2TableOffset)) ++missed;
      EXPECT_EQ(missed, 0) << c.name;
    });
}

TEST(Access, JoinsWhatLiesTogether) {
  int runs = 0;
  uint64_t bytes = 0;
  const Dims dims{4, 2, 3, 5};
  read_local(activation_map(in_local({0, 0}, Precision::I8), dims), dims)
      .for_each_run([&](uint64_t, uint64_t size) {
        ++runs;
        bytes += size;
      });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(bytes, 4u * 2 * 3 * 5);
}

}  // namespace
}  // namespace quern::bm1684::test
