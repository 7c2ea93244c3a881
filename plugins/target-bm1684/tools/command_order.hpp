// The two streams of a group in one order that the machine may execute them in.
#pragma once

#include <vector>

#include "bmodel/model.hpp"
#include "isa/command.hpp"

namespace quern::bm1684 {

enum class QueueSide { Bd, Gdma };

// One command of a group: which stream, and its place there from 0 on.
struct CommandSlot {
  QueueSide engine;
  uint32_t index;
};

struct CommandOrder {
  std::vector<CommandSlot> commands;  // all of them; behind `executable`, in the order of the streams
  size_t executable = 0;              // so many can be executed; then both engines wait for ever
};

// The compute-eager order: a compute command comes as soon as the copies that it waits for are done. A
// command that waits for id n of the other engine waits until that one has finished n commands (isa.md §7).
CommandOrder compute_eager(const bmodel::CommandGroup& group);

BdCommand bd_command(const bmodel::CommandGroup& group, uint32_t index);
GdmaCommand gdma_command(const bmodel::CommandGroup& group, uint32_t index);

}  // namespace quern::bm1684
