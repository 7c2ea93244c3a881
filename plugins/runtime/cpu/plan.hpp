// A graph made ready to run: steps in order, and memory for what they pass on.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "step.hpp"

namespace quern::cpu {

struct Plan {
  std::deque<Value> values;  // stable addresses
  std::vector<std::unique_ptr<Step>> steps;
  std::vector<Value*> inputs;   // in the order of graph.inputs; filled before the first step
  std::vector<Value*> outputs;  // in the order of graph.outputs; plain
  Blob arena;
};

// Places the arena values of the plan: two values share bytes only if no step needs both. Allocates the arena
// and binds all steps. Throws std::bad_alloc.
void allocate_memory(Plan& plan);

}  // namespace quern::cpu
