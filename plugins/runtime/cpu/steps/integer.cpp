#include "integer.hpp"

namespace quern::cpu {

IntegerStep::IntegerStep(std::vector<Value*> inputs, Value& output, Kernel kernel)
    : kernel_(std::move(kernel)) {
  reads = std::move(inputs);
  writes = {&output};
}

void IntegerStep::use_scratch(Value& scratch) {
  scratch_ = &scratch;
  writes.push_back(&scratch);
}

void IntegerStep::bind() {
  for (const Value* value : reads) inputs_.push_back(value->data);
}

bool is_byte(const Planner& planner, const std::string& tensor) {
  const DataType type = planner.type(tensor).type;
  return type == DataType::Int8 || type == DataType::Uint8;
}

bool is_signed(const Planner& planner, const std::string& tensor) {
  return planner.type(tensor).type == DataType::Int8;
}

}  // namespace quern::cpu
