// Which commands' results are used: by another command, by the host's processor, or as an output.
#pragma once

#include <string>
#include <vector>

#include "isa/machine.hpp"

namespace quern::bm1684 {

class Uses {
 public:
  // DDR from ddr_base on, for ddr_bytes.
  Uses(uint64_t ddr_base, uint64_t ddr_bytes);

  // From here on, writes are those of the command that `where` and `text` name.
  void begin_command(const std::string& where, const std::string& text);
  void write(uint64_t address, uint64_t bytes);
  void read(uint64_t address, uint64_t bytes);
  // The first word of [address, address + bytes) that nothing has read or written; the end where there is
  // none.
  [[nodiscard]] uint64_t first_untouched(uint64_t address, uint64_t bytes) const;

  struct Command {
    std::string where, text;
    bool writes = false, is_used = false;
  };
  // In the order of execution.
  [[nodiscard]] const std::vector<Command>& commands() const { return commands_; }

 private:
  // Of words of DDR that no command wrote.
  static constexpr uint32_t kRead = 0xFFFFFFFF;
  [[nodiscard]] uint32_t* writer_of(uint64_t address);

  uint64_t ddr_base_;
  std::vector<uint32_t> local_, l2_, ddr_;  // per word: number of the last command that wrote it, from 1
  std::vector<Command> commands_;
};

}  // namespace quern::bm1684
