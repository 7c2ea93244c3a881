// Time under the cycle model: per command, layer, and program.
#pragma once

#include <string>
#include <vector>

#include "../program/program.hpp"
#include "isa/cost.hpp"
#include "isa/layer_table.hpp"

namespace quern::bm1684 {

// One command on the timeline of the whole program. Nanoseconds from the program's start.
struct TimedCommand {
  bool is_bd = true;
  size_t group = 0, index = 0;  // groups are counted over all parts
  Interval time;
  std::string text;   // disassembly
  std::string layer;  // "" where the program does not say
};

struct LayerCost {
  std::string name;  // "" collects the commands of no layer
  Cost cost;         // nanoseconds: from its first command's start to its last one's end
};

struct Profile {
  Cost total;
  std::vector<LayerCost> layers;  // in order of first appearance
  std::vector<TimedCommand> commands;
};

Profile profile_of(const StageProgram& program);

// Chrome's trace format (chrome://tracing, Perfetto): one track per engine.
std::string chrome_trace(const Profile& profile);

// "1.234 ms, 678000 cycles, MAC utilisation 45.6 %, ..." of the whole program.
std::string summary(const Cost& cost);
// One line per layer, for logs.
std::vector<std::string> layer_lines(const Profile& profile);

}  // namespace quern::bm1684
