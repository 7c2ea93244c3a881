#include "broadcast.hpp"

#include "planner.hpp"

namespace quern::cpu {

Value& broadcast_operand(Planner& planner, const std::string& tensor, const AxisOrder& order) {
  const size_t missing = order.size() - planner.type(tensor).shape.size();
  AxisOrder own;
  for (const int axis : order)
    if (size_t(axis) >= missing) own.push_back(axis - int(missing));
  return planner.value(tensor, own);
}

AxisOrder broadcast_order(Planner& planner, const std::vector<std::string>& tensors, const Shape& result) {
  for (const std::string& tensor : tensors)
    if (!planner.constant(tensor) && planner.type(tensor).shape == result) return planner.order_of(tensor);
  for (const std::string& tensor : tensors)
    if (!planner.constant(tensor) && planner.type(tensor).shape.size() == result.size())
      return planner.order_of(tensor);
  return plain_order(result.size());
}

Shape broadcast_shape(const Shape& operand, const AxisOrder& order) {
  Shape padded(order.size() - operand.size(), 1);
  padded.insert(padded.end(), operand.begin(), operand.end());
  return physical_shape(padded, order);
}

Shape broadcast_strides(const Shape& operand, const AxisOrder& order) {
  const Shape shape = broadcast_shape(operand, order);
  Shape strides = strides_of(shape);
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 1) strides[i] = 0;
  return strides;
}

}  // namespace quern::cpu
