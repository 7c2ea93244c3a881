// Reshape and Transpose: other names for the same bytes, as long as nobody insists on an axis order.
#include <algorithm>

#include "builders.hpp"
#include "planner.hpp"

namespace quern::cpu {

bool build_reshape(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  const Shape& to = planner.type(node.outputs[0]).shape;
  const Value& x = planner.value(node.inputs[0]);
  const ReshapeOrders orders = reshape_orders(x.shape, x.order, to);
  planner.make_view(node.outputs[0], planner.value(node.inputs[0], orders.from), orders.to);
  return true;
}

bool build_transpose(Planner& planner, const FusedNode& group) {
  const Node& node = *group.node;
  Value& x = planner.value(node.inputs[0]);
  Shape reversed;
  for (size_t i = x.shape.size(); i-- > 0;) reversed.push_back(int64_t(i));
  const Shape permutation = node.get_ints("perm", reversed);
  AxisOrder order;
  for (const int axis : x.order) {
    const auto it = std::find(permutation.begin(), permutation.end(), axis);
    if (it == permutation.end()) return false;
    order.push_back(int(it - permutation.begin()));
  }
  planner.make_view(node.outputs[0], x, order);
  return true;
}

}  // namespace quern::cpu
