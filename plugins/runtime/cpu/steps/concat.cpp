// Concat of tensors of any type with elements of fixed size.
#include "builders.hpp"
#include "copy.hpp"
#include "planner.hpp"

namespace quern::cpu {

bool build_concat(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& shape = planner.type(node.outputs[0]).shape;
  const auto rank = int64_t(shape.size());
  int64_t axis = node.require<int64_t>("axis");
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return false;

  // In the order of the first input that has one worth keeping.
  AxisOrder order = plain_order(shape.size());
  for (const std::string& input : node.inputs)
    if (!planner.constant(input) && is_plain(shape, order)) order = planner.order_of(input);

  std::vector<Value*> inputs;
  for (const std::string& input : node.inputs) inputs.push_back(&planner.value(input, order));
  const Shape strides = physical_strides(shape, order);
  auto& step = planner.add<CopyStep>(node, planner.make(node.outputs[0], order));
  int64_t position = 0;
  for (Value* input : inputs) {
    const StridedCopy copy(input->shape, physical_strides(input->shape, order), strides,
                           size_of(input->type));
    step.add(*input, 0, copy, position * strides[size_t(axis)]);
    position += input->shape[size_t(axis)];
  }
  return true;
}

}  // namespace quern::cpu
