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

AxisOrder reshaped_order(const Shape& from, const AxisOrder& order, const Shape& to) {
  // Both shapes are cut into the smallest groups of neighbouring axes with equal products. Inside a group of `from`
  // the axes must lie in row-major order and together; then the group moves as one block.
  struct Group {
    std::vector<int> from, to;
  };
  std::vector<Group> groups;
  for (size_t i = 0, j = 0; i < from.size() || j < to.size();) {
    Group group;
    int64_t a = 1, b = 1;
    const auto take = [](const Shape& shape, size_t& next, int64_t& product, std::vector<int>& axes) {
      product *= shape[next];
      axes.push_back(int(next++));
    };
    if (i < from.size()) take(from, i, a, group.from);
    if (j < to.size()) take(to, j, b, group.to);
    while (a != b) {
      if (a < b && i < from.size()) take(from, i, a, group.from);
      else if (b < a && j < to.size()) take(to, j, b, group.to);
      else return {};
    }
    groups.push_back(group);
  }
  AxisOrder result;
  std::vector<bool> done(groups.size());
  const auto emit = [&](size_t g) {
    done[g] = true;
    result.insert(result.end(), groups[g].to.begin(), groups[g].to.end());
  };
  AxisOrder significant;
  for (const int axis : order)
    if (from[size_t(axis)] != 1) significant.push_back(axis);
  for (size_t position = 0; position < significant.size();) {
    size_t g = 0;
    while (std::find(groups[g].from.begin(), groups[g].from.end(), significant[position]) == groups[g].from.end()) ++g;
    for (const int axis : groups[g].from) {
      if (from[size_t(axis)] == 1) continue;
      if (position >= significant.size() || significant[position] != axis) return {};
      ++position;
    }
    emit(g);
  }
  for (size_t g = 0; g < groups.size(); ++g)
    if (!done[g]) emit(g);
  return result;
}

}  // namespace quern::cpu
