// Ids and waits: an instruction waits for the last one of the other engine that touched what it touches.
#pragma once

#include "program/recorder.hpp"

namespace quern::bm1684 {

// Commands of both engines whose ids begin at 1.
struct Commands {
  std::vector<BdCommand> bd;
  std::vector<GdmaCommand> gdma;
  std::vector<int> bd_layers, gdma_layers;  // part of the network that each belongs to, or -1
};

// Encodes the instructions; as many groups as 16-bit ids need. Both queues end before the next group begins.
std::vector<Commands> synchronise(const std::vector<Recorded>& instructions);

}  // namespace quern::bm1684
