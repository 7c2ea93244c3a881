// Hands an observed tensor to the run's observer.
#pragma once

#include "step.hpp"
#include "tensor_view.hpp"

namespace quern::cpu {

class ObserveStep : public Step {
 public:
  ObserveStep(std::string tensor, Value& value) : tensor_(std::move(tensor)) {
    label = "observer of \"" + tensor_ + "\"";
    reads = {&value};
  }
  void run(RunContext& context) override {
    if (!context.observer) return;
    const quern_tensor view = view_of(tensor_, *reads[0]);
    context.observer->add(context.observer->context, &view);
  }

 private:
  std::string tensor_;
};

}  // namespace quern::cpu
