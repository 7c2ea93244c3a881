// Reads the chip's golden single-command cases; their format is described in the README beside them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "isa/command.hpp"
#include "support/vector_files.hpp"

namespace quern::bm1684::test {

struct MemoryRange {
  uint64_t address = 0;
  std::vector<uint8_t> data;
};

struct VectorCase {
  std::string name;
  bool is_bd = true;
  std::array<uint8_t, kCommandBytes> command{};
  std::vector<MemoryRange> before, after;
  bool exact = true;
  double max_rel = 0, floor = 0;  // where not exact

  [[nodiscard]] BdCommand bd() const { return BdCommand(command); }
  [[nodiscard]] GdmaCommand gdma() const { return GdmaCommand(command); }
};

using quern::test::vector_kinds;

// Calls f for every case of a kind. Throws where the file is damaged.
void for_each_case(const std::string& kind, const std::function<void(const VectorCase&)>& f);

}  // namespace quern::bm1684::test
