// Ids and waits: an instruction waits for the last one of the other engine that touched what it touches.
#pragma once

#include "isa/layer_table.hpp"
#include "program/recorder.hpp"

namespace quern::bm1684 {

// Commands of both engines whose ids begin at 1.
struct Commands {
  std::vector<BdCommand> bd;
  std::vector<GdmaCommand> gdma;
  std::vector<int> bd_layers, gdma_layers;  // part of the network that each belongs to, or -1
};

// Which layer each command belongs to, by the names of the network's parts: for the disassembler and for
// profiles. `first_group` is the number of groups before these.
std::vector<LayerCommands> layer_commands(const std::vector<Commands>& groups, size_t first_group,
                                          const std::vector<std::string>& names);

// Encodes the instructions; as many groups as 16-bit ids need. Both queues end before the next group begins.
std::vector<Commands> synchronise(const std::vector<Recorded>& instructions);

}  // namespace quern::bm1684
