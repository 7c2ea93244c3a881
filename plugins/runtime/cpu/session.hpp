// A model made ready to run, any number of times.
#pragma once

#include <span>

#include <quern/graph/graph.hpp>
#include <quern/plugin.h>

#include "planner.hpp"

namespace quern::cpu {

class Session {
 public:
  // Plans the model. Throws Error.
  Session(Model model, const PlanOptions& options);

  // Inputs and outputs in the model's order: without data; -1 is a dimension that only the run knows.
  void describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const;

  // Inputs are matched by name. Throws InputError where one is missing or does not fit the model.
  void run(std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs,
           const quern_tensor_sink* observer);

 private:
  void set_input(const ValueInfo& declared, Value& value, std::span<const quern_tensor> given) const;

  PlanOptions options_;
  Model model_;  // generic steps refer to its nodes
  Plan plan_;
  dnnl::stream stream_;
};

}  // namespace quern::cpu
