#include "tiling/partition.hpp"

#include <limits>

namespace quern::bm1684 {
namespace {

// Groups that did not fit in a row before longer ones are no longer tried.
constexpr int kPatience = 3;

[[noreturn]] void too_large(const LayerGroup& group) {
  const Layer& layer = group.layer(0);
  throw UnsupportedError(
      layer.kind + " \"" + layer.name + "\" does not fit into the chip's local memory, however it is cut",
      layer.name, "Make its input smaller.");
}

// Finer and finer ways to cut: rows first, then channels (single layers), batches at once.
std::vector<Pieces> ways_to_cut(const LayerGroup& group) {
  const Pieces most = group.most();
  const auto steps = [](int limit) {
    std::vector<int> result;
    for (int k = 1; k < limit; k = std::max(k + 1, k * 5 / 4)) result.push_back(k);
    result.push_back(limit);
    return result;
  };
  std::vector<Pieces> ways;
  for (const int n : {1, most.n}) {
    if (n == most.n && most.n == 1 && !ways.empty()) break;
    for (const int c : steps(most.c))
      for (const int h : steps(most.h)) ways.push_back({n, c, h});
  }
  std::stable_sort(ways.begin(), ways.end(),
                   [](const Pieces& a, const Pieces& b) { return a.count() < b.count(); });
  return ways;
}

struct Choice {
  double cost = std::numeric_limits<double>::infinity();
  int begin = -1;
  Pieces pieces;
};

// The cheapest of the first few ways that fit.
std::optional<std::pair<Pieces, double>> cut(const Network& network, const CostModel& costs,
                                             const LayerGroup& group) {
  std::optional<std::pair<Pieces, double>> best;
  int fitting = 0;
  for (const Pieces& pieces : ways_to_cut(group)) {
    const GroupCost cost = cost_of(network, costs, group, pieces);
    if (!cost.fits) continue;
    if (!best || cost.nanoseconds < best->second) best = {pieces, cost.nanoseconds};
    if (++fitting == 3) break;
  }
  return best;
}

}  // namespace

SearchLimits limits_of(int optimisation) { return {optimisation == 0 ? 1u : optimisation == 1 ? 24u : 120u}; }

std::vector<std::set<int>> readers_of(const Network& network) {
  std::vector<std::set<int>> readers(network.storages.size());
  for (size_t p = 0; p < network.parts.size(); ++p) {
    if (const LayerPtr* layer = std::get_if<LayerPtr>(&network.parts[p])) {
      for (const LayerTensor& input : (*layer)->inputs)
        readers[size_t(network.tensors[size_t(input.tensor)].storage)].insert(int(p));
    } else if (const SystemCopy* copy = std::get_if<SystemCopy>(&network.parts[p])) {
      if (copy->source >= 0) readers[size_t(copy->source)].insert(-1);
    } else {
      for (const int tensor : std::get<HostPart>(network.parts[p]).inputs)
        readers[size_t(network.tensors[size_t(tensor)].storage)].insert(-1);
    }
  }
  for (size_t s = 0; s < network.storages.size(); ++s)
    if (network.storages[s].is_pinned) readers[s].insert(-1);
  return readers;
}

std::vector<PlannedGroup> partition(const Network& network, const CostModel& costs, int first, int last,
                                    const SearchLimits& limits) {
  const std::vector<std::set<int>> readers = readers_of(network);
  const auto make_group = [&](int begin, int end) {
    std::vector<int> parts;
    for (int p = begin; p < end; ++p) parts.push_back(p);
    return LayerGroup(network, std::move(parts), readers);
  };
  // best[i]: the cheapest way to do the layers before first + i.
  std::vector<Choice> best(size_t(last - first) + 1);
  best[0].cost = 0;
  for (int begin = first; begin < last; ++begin) {
    int failures = 0;
    for (int end = begin + 1; end <= last && size_t(end - begin) <= limits.longest_group; ++end) {
      const LayerGroup group = make_group(begin, end);
      if (!group.is_consistent()) break;
      const auto found = cut(network, costs, group);
      if (!found) {
        if (end == begin + 1) too_large(group);
        if (++failures == kPatience) break;
        continue;
      }
      failures = 0;
      const double cost = best[size_t(begin - first)].cost + found->second;
      Choice& choice = best[size_t(end - first)];
      if (cost < choice.cost) choice = {cost, begin, found->first};
    }
  }
  std::vector<PlannedGroup> groups;
  for (int end = last; end > first; end = best[size_t(end - first)].begin)
    groups.insert(groups.begin(),
                  {make_group(best[size_t(end - first)].begin, end), best[size_t(end - first)].pieces});
  return groups;
}

std::vector<PlannedGroup> replanned(const Network& network, const CostModel& costs,
                                    const PlannedGroup& planned) {
  const LayerGroup& group = planned.group;
  for (const Pieces& way : ways_to_cut(group))
    if (way.count() > planned.pieces.count() && cost_of(network, costs, group, way).fits)
      return {{group, way}};
  if (group.size() == 1) too_large(group);
  return partition(network, costs, group.parts().front(), group.parts().back() + 1, {group.size() / 2});
}

}  // namespace quern::bm1684
