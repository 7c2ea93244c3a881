#include "ops/reshape_order.hpp"

#include <algorithm>

namespace quern::frontend::tensorflow {
namespace {

// Source axes of the input and of the result with the same elements.
struct Group {
  Shape from, to;
};

// Axes of size 1 that stand between groups on both sides belong together. Others of the input belong to no
// group, others of the result go with the axis behind them.
std::vector<Group> groups_of(const Shape& from, const Shape& to) {
  std::vector<Group> groups;
  size_t i = 0, j = 0;
  const auto skip_ones = [&] {
    for (; i < from.size() && from[i] == 1; ++i)
      if (j < to.size() && to[j] == 1) groups.push_back({{int64_t(i)}, {int64_t(j++)}});
  };
  for (skip_ones(); i < from.size() || j < to.size(); skip_ones()) {
    Group group;
    int64_t left = 1, right = 1;
    if (i < from.size()) {
      left = from[i];
      group.from.push_back(int64_t(i++));
    }
    while (j < to.size() && right != left) {
      if (right > left) break;
      right *= to[j];
      group.to.push_back(int64_t(j++));
      while (right > left && i < from.size()) {
        left *= from[i];
        if (from[i] != 1) group.from.push_back(int64_t(i));
        ++i;
      }
    }
    if (i == from.size())  // trailing ones of the result
      while (j < to.size() && to[j] == 1) group.to.push_back(int64_t(j++));
    if (group.from.empty() && group.to.empty()) break;
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

ReshapeOrder reshape_order(const Shape& from, const Shape& to, const Permutation& perm) {
  if (perm.empty()) return {};
  if (std::count(from.begin(), from.end(), 0) > 0) return {};
  const std::vector<Group> groups = groups_of(from, to);
  std::vector<int64_t> group_of(from.size(), -1);
  for (size_t g = 0; g < groups.size(); ++g)
    for (const int64_t axis : groups[g].from) group_of[size_t(axis)] = int64_t(g);

  // Groups in the order in which their first axes lie; each brings all its axes.
  ReshapeOrder order;
  std::vector<bool> placed(groups.size(), false);
  const auto place = [&](size_t g) {
    placed[g] = true;
    order.before.insert(order.before.end(), groups[g].from.begin(), groups[g].from.end());
    order.after.insert(order.after.end(), groups[g].to.begin(), groups[g].to.end());
  };
  for (const int64_t axis : perm) {
    const int64_t g = group_of[size_t(axis)];
    if (g < 0)
      order.before.push_back(axis);
    else if (!placed[size_t(g)])
      place(size_t(g));
  }
  for (size_t g = 0; g < groups.size(); ++g)
    if (!placed[g]) place(g);
  order.before = normalised(order.before);
  order.after = normalised(order.after);
  return order;
}

}  // namespace quern::frontend::tensorflow
