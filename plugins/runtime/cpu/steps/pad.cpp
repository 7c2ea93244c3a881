// Pad with a constant element.
#include <algorithm>
#include <array>
#include <cstring>

#include "builders.hpp"
#include "copy.hpp"
#include "planner.hpp"

namespace quern::cpu {

bool build_pad(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const TensorType& x = planner.type(node.inputs[0]);
  const Shape& y = planner.type(node.outputs[0]).shape;
  const Tensor* pads_tensor = node.has_input(1) ? planner.constant(node.inputs[1]) : nullptr;
  if (node.get_string("mode", "constant") != "constant" || !pads_tensor || node.has_input(3)) return false;
  const Shape pads = pads_tensor->to_int64();
  if (size_of(x.type) > 8 || pads.size() != 2 * x.shape.size()) return false;
  // Negative pads crop; those are left to the reference kernel.
  if (std::any_of(pads.begin(), pads.end(), [](int64_t p) { return p < 0; })) return false;

  std::array<std::byte, 8> element{};
  if (node.has_input(2)) {
    const Tensor* t = planner.constant(node.inputs[2]);
    if (!t || t->type != x.type || t->count() != 1) return false;
    std::memcpy(element.data(), t->blob.data(), size_of(x.type));
  }
  Value& input = planner.value(node.inputs[0]);
  const Shape strides = physical_strides(y, input.order);
  int64_t offset = 0;
  for (size_t i = 0; i < x.shape.size(); ++i) offset += pads[i] * strides[i];
  auto& step = planner.add<CopyStep>(node, planner.make(node.outputs[0], input.order));
  step.fill_with(element.data());
  step.add(input, 0, {x.shape, physical_strides(x.shape, input.order), strides, size_of(x.type)}, offset);
  return true;
}

}  // namespace quern::cpu
