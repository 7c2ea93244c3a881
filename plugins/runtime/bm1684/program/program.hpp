// A .bmodel file made ready to execute: one net of it, all commands decoded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bmodel/model.hpp"
#include "isa/instruction.hpp"

namespace quern::bm1684 {

// The commands of one group. Ids restart with each group, and a group starts when the one before has ended.
struct Group {
  std::vector<BdStep> bd;
  std::vector<GdmaStep> gdma;
};

// A subnet: commands for the engines, or operations for the host's processor.
struct Part {
  const bmodel::Subnet* subnet = nullptr;  // within the model; null where the stage has none
  std::vector<Group> groups;
};

// A net for one set of input shapes.
struct StageProgram {
  const bmodel::Stage* stage = nullptr;
  std::vector<Part> parts;  // in the order of execution
};

struct Program {
  bmodel::Model model;
  const bmodel::Net* net = nullptr;
  std::vector<StageProgram> stages;
  uint64_t ddr_bytes = 0;  // from kArenaBase on, for the largest stage
};

// Chooses the net called `net`, or the only one where `net` is empty. Throws InputError and UnsupportedError
// naming the stage and the command.
Program load_program(bmodel::Model model, const std::string& net);

// Decodes the commands of a group. `where` names the group in messages.
Group decode_group(const bmodel::CommandGroup& group, const std::string& where);

}  // namespace quern::bm1684
