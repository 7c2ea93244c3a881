#include "layout.hpp"

#include <algorithm>
#include <numeric>

namespace quern::cpu {

AxisOrder plain_order(size_t rank) {
  AxisOrder order(rank);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

AxisOrder channels_last_order(size_t rank) {
  AxisOrder order = plain_order(rank);
  if (rank >= 3 && rank <= 5) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  return order;
}

Shape physical_shape(const Shape& shape, const AxisOrder& order) {
  Shape result;
  for (const int axis : order) result.push_back(shape[size_t(axis)]);
  return result;
}

Shape physical_strides(const Shape& shape, const AxisOrder& order) {
  Shape strides(shape.size(), 1);
  int64_t stride = 1;
  for (size_t i = order.size(); i-- > 0;) {
    strides[size_t(order[i])] = stride;
    stride *= shape[size_t(order[i])];
  }
  return strides;
}

bool same_memory(const Shape& shape, const AxisOrder& a, const AxisOrder& b) {
  const auto significant = [&](const AxisOrder& order) {
    AxisOrder kept;
    for (const int axis : order)
      if (shape[size_t(axis)] != 1) kept.push_back(axis);
    return kept;
  };
  return significant(a) == significant(b);
}

namespace {

// Neighbouring axes of one shape with the same product as neighbouring axes of another.
struct AxisGroup {
  AxisOrder from, to;
};

// The smallest such groups. Axes of size 1 may end up in groups of their own, with nothing on the other side.
std::vector<AxisGroup> common_groups(const Shape& from, const Shape& to) {
  std::vector<AxisGroup> groups;
  const auto take = [](const Shape& shape, size_t& next, int64_t& product, AxisOrder& axes) {
    if (next == shape.size()) return false;
    product *= shape[next];
    axes.push_back(int(next++));
    return true;
  };
  for (size_t i = 0, j = 0; i < from.size() || j < to.size();) {
    AxisGroup group;
    int64_t a = 1, b = 1;
    take(from, i, a, group.from);
    take(to, j, b, group.to);
    while (a != b)
      if (!(a < b ? take(from, i, a, group.from) : take(to, j, b, group.to))) break;
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

ReshapeOrders reshape_orders(const Shape& from, const AxisOrder& order, const Shape& to) {
  // The elements of a group lie in row-major order and together; the groups may lie in any order, so they
  // take the one in which their first axes that matter are found now.
  std::vector<AxisGroup> groups = common_groups(from, to);
  const auto position = [&](const AxisGroup& group) {
    for (size_t i = 0; i < order.size(); ++i)
      if (from[size_t(order[i])] != 1 &&
          std::find(group.from.begin(), group.from.end(), order[i]) != group.from.end())
        return i;
    return size_t(0);
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const AxisGroup& a, const AxisGroup& b) { return position(a) < position(b); });
  ReshapeOrders result;
  for (const AxisGroup& group : groups) {
    result.from.insert(result.from.end(), group.from.begin(), group.from.end());
    result.to.insert(result.to.end(), group.to.begin(), group.to.end());
  }
  return result;
}

}  // namespace quern::cpu
