// Executes a stage on a machine.
#pragma once

#include <functional>

#include "../machine_state.hpp"
#include "program.hpp"
#include "queues.hpp"

namespace quern::bm1684 {

// What watches an execution. Called before a command executes; part and group are counted over the stage.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void begin_group(const Group& group, size_t part, size_t number) = 0;
  virtual void before(const BdStep& step, size_t index) = 0;
  virtual void before(const GdmaStep& step, size_t index) = 0;
  // The host's processor is about to execute a part.
  virtual void before_host_part(const bmodel::Subnet& subnet) = 0;
};

struct RunOptions {
  Eager eager = Eager::Copy;
  Watcher* watcher = nullptr;
  std::function<void(double)> progress;  // may be empty; may throw to cancel
};

// Puts the coefficients of a stage where its commands expect them.
void load_coefficients(const bmodel::Stage& stage, Memory& memory);

// Executes all parts. Inputs are in memory. Errors name the command: "part 0, group 0, bd 17: conv.i8 ...".
void run_stage(const StageProgram& program, MachineState& machine, const RunOptions& options);

}  // namespace quern::bm1684
