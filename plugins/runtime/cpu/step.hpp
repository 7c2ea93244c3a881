// One unit of work of a plan.
#pragma once

#include <dnnl.hpp>
#include <string>
#include <vector>

#include <quern/plugin.h>

#include "value.hpp"

namespace quern::cpu {

// What a step may use while it runs.
struct RunContext {
  dnnl::stream& stream;
  const quern_tensor_sink* observer = nullptr;  // null: nobody observes this run
};

class Step {
 public:
  virtual ~Step() = default;

  // Called once, when every static value has its place in memory.
  virtual void bind() {}
  // Allocates nothing, except where outputs are dynamic.
  virtual void run(RunContext& context) = 0;

  std::string label;  // of the node, for messages and profiles
  std::vector<Value*> reads;
  std::vector<Value*> writes;  // outputs and scratch memory
  // Where not null: the index in `reads` of the value whose memory writes[0] may take over if nobody needs it
  // later. Both have the same size and are walked in the same order.
  int overwrites = -1;
};

}  // namespace quern::cpu
