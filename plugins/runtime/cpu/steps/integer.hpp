// What the steps for the integer operators share.
#pragma once

#include <functional>

#include "planner.hpp"
#include "step.hpp"

namespace quern::cpu {

// A call of one of the kernels in int8/.
class IntegerStep : public Step {
 public:
  // Gets the memory of the inputs, of the output, and of the scratch memory (null without).
  using Kernel =
      std::function<void(const std::vector<const void*>& inputs, void* output, std::byte* scratch)>;

  IntegerStep(std::vector<Value*> inputs, Value& output, Kernel kernel);
  void use_scratch(Value& scratch);

  void bind() override;
  void run(RunContext&) override { kernel_(inputs_, writes[0]->data, scratch_ ? scratch_->data : nullptr); }

 private:
  Kernel kernel_;
  std::vector<const void*> inputs_;
  Value* scratch_ = nullptr;
};

// Whether the tensor is int8 or uint8.
bool is_byte(const Planner& planner, const std::string& tensor);
bool is_signed(const Planner& planner, const std::string& tensor);

// A constant input of this element type, or null where it is left out. `is_good` becomes false where it is
// there but not constant, of another type, or without `count` elements.
template <class T>
const T* constant_data(const Planner& planner, const Node& node, size_t input, int64_t count, bool& is_good) {
  if (!node.has_input(input)) return nullptr;
  const Tensor* t = planner.constant(node.inputs[input]);
  is_good = is_good && t && t->type == data_type_of<T>() && t->count() == count;
  return is_good ? t->data<T>() : nullptr;
}

}  // namespace quern::cpu
