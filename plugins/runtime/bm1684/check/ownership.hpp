// For every byte, the last commands of each engine that read and wrote it, within one group.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "isa/machine.hpp"

namespace quern::bm1684 {

enum class Engine : uint8_t { Bd = 0, Gdma = 1 };
constexpr Engine other(Engine engine) { return engine == Engine::Bd ? Engine::Gdma : Engine::Bd; }

class Ownership {
 public:
  // DDR from ddr_base on, for ddr_bytes.
  Ownership(uint64_t ddr_base, uint64_t ddr_bytes);

  // Everything is free of owners again: a new group.
  void reset();

  // A byte that a command of the other engine used and whose order to this access is not known.
  struct Conflict {
    uint64_t address = 0;
    uint64_t bytes = 0;  // from there on, in the same state
    size_t command = 0;  // index of the other engine's command
    bool other_writes = false;
  };

  // Records that command `index` of `engine` accesses [address, address + bytes). The first `ordered`
  // commands of the other engine are known to have finished. Returns the first conflict; command numbers are
  // below 65535. found: whether there is one.
  bool access(Engine engine, size_t index, bool write, uint64_t address, uint64_t bytes, size_t ordered,
              Conflict& conflict);

 private:
  static constexpr uint64_t kPageBytes = 4096;
  // Index + 1 of the last command, 0: none. [engine][byte]
  struct Page {
    std::array<std::array<uint16_t, kPageBytes>, 2> writer{}, reader{};
  };

  Page& page(uint64_t address);

  uint64_t ddr_base_;
  std::vector<std::unique_ptr<Page>> local_, l2_, ddr_;
};

}  // namespace quern::bm1684
