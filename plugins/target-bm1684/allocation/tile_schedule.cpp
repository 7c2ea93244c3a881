#include "allocation/tile_schedule.hpp"

#include <cmath>

#include "isa/layout.hpp"

namespace quern::bm1684 {
namespace {

class Builder {
 public:
  Builder(const Network& network, const CostModel& costs) : network_(&network), costs_(&costs) {}

  void add(const PlannedGroup& planned, size_t number) {
    group_ = number;
    resident_.clear();
    const Pieces& p = planned.pieces;
    for (int n = 0; n < p.n; ++n)
      for (int c = 0; c < p.c; ++c)
        for (int h = 0; h < p.h; ++h) add_tile(planned, plan_tile(planned.group, p, n, c, h), c);
  }

  TileSchedule take() {
    std::stable_sort(timeline_.loads.begin(), timeline_.loads.end(),
                     [](const LoadAction& a, const LoadAction& b) { return a.needed_at < b.needed_at; });
    place_loads();
    return std::move(timeline_);
  }

 private:
  [[nodiscard]] Element element(int tensor) const { return network_->tensors[size_t(tensor)].element; }

  int buffer(int64_t bytes, int first, int last, bool is_loaded = false) {
    timeline_.buffers.push_back({round_up(bytes, kRowBytes), first, last, is_loaded, group_});
    return int(timeline_.buffers.size()) - 1;
  }
  void hold_until(int number, int step) {
    Buffer& b = timeline_.buffers[size_t(number)];
    b.last = std::max(b.last, step);
  }

  void add_tile(const PlannedGroup& planned, const TilePlan& tile, int piece_c) {
    const LayerGroup& group = planned.group;
    std::vector<int> load_buffers(tile.loads.size(), -1), outputs(group.size(), -1);
    for (size_t i = 0; i < group.size(); ++i) {
      const Layer& layer = group.layer(i);
      const int now = int(timeline_.steps.size());
      ComputeStep step;
      step.part = group.parts()[i];
      step.layer = &layer;
      step.output = tile.outputs[i];
      step.needed = tile.needed[i];
      step.nanoseconds = costs_->compute(step.part, layer, step.output);
      for (size_t input = 0; input < layer.inputs.size(); ++input) {
        const Element type = element(layer.inputs[input].tensor);
        const int load = tile.loads_of[i][input];
        const int maker = group.maker(i, input);
        if (load >= 0 && load_buffers[size_t(load)] < 0)
          load_buffers[size_t(load)] = add_load(tile.loads[size_t(load)], step.part, now);
        const int source = load >= 0 ? load_buffers[size_t(load)] : outputs[size_t(maker)];
        hold_until(source, now);
        step.inputs.push_back(source);
        step.held.push_back(load >= 0 ? tile.loads[size_t(load)].region : tile.outputs[size_t(maker)]);
        const bool needs_copy = layer.needs_aligned(input) && step.held.back() != step.needed[input];
        step.aligned.push_back(needs_copy ? buffer(lane_bytes(step.needed[input], type), now, now) : -1);
      }
      for (const Coefficient& k : layer.coefficients)
        step.coefficients.push_back(coefficient(k, step, planned.pieces, piece_c, now));
      step.output_buffer = outputs[i] =
          buffer(lane_bytes(step.output, element(layer.output.tensor)), now, now);
      if (const int64_t bytes = layer.workspace(step.output); bytes > 0)
        step.workspace = buffer(bytes, now, now);
      if (group.is_stored(i)) {
        timeline_.stores.push_back({layer.output.tensor, layer.output.dims, step.output, tile.stored[i],
                                    step.part, outputs[i], now});
        stored_after_[network_->tensors[size_t(layer.output.tensor)].storage] = now;
        hold_until(outputs[i], now + 1);
      }
      timeline_.steps.push_back(std::move(step));
    }
  }

  int add_load(const TileLoad& load, int part, int now) {
    LoadAction action;
    action.tensor = load.tensor.tensor;
    action.dims = load.tensor.dims;
    action.region = load.region;
    action.part = part;
    action.buffer = buffer(lane_bytes(load.region, element(load.tensor.tensor)), now, now, true);
    action.needed_at = now;
    if (const auto it = stored_after_.find(network_->tensors[size_t(action.tensor)].storage);
        it != stored_after_.end())
      action.earliest = it->second + 1;
    action.nanoseconds = CostModel::copy(system_bytes(load.region, element(load.tensor.tensor)));
    timeline_.loads.push_back(action);
    return action.buffer;
  }

  // Coefficients are loaded once per group, unless its channels are cut.
  int coefficient(const Coefficient& k, const ComputeStep& step, const Pieces& pieces, int piece_c, int now) {
    const Range channels = pieces.c > 1 ? step.output.c : Range{0, k.channels};
    const auto key = std::tuple(&k, pieces.c > 1 ? piece_c : 0);
    if (const auto it = resident_.find(key); it != resident_.end()) {
      hold_until(it->second, now);
      return it->second;
    }
    LoadAction action;
    action.coefficient = &k;
    action.channels = channels;
    action.part = step.part;
    action.buffer = buffer(k.lane_bytes(channels), now, now, true);
    action.needed_at = now;
    action.nanoseconds = CostModel::copy(k.run_bytes() * channels.size());
    timeline_.loads.push_back(action);
    return resident_[key] = action.buffer;
  }

  // From the last load to the first: each ends before its step begins and before the next load begins.
  void place_loads() {
    std::vector<double> start{0};
    for (const ComputeStep& step : timeline_.steps) start.push_back(start.back() + step.nanoseconds);
    double next = start.back();
    for (size_t i = timeline_.loads.size(); i-- > 0;) {
      LoadAction& load = timeline_.loads[i];
      const double begin = std::min(next, start[size_t(load.needed_at)]) - load.nanoseconds;
      const auto after = std::upper_bound(start.begin(), start.end() - 1, begin);
      load.issued_at = std::min(load.needed_at, std::max(load.earliest, int(after - start.begin()) - 1));
      timeline_.buffers[size_t(load.buffer)].first = load.issued_at;
      next = begin;
    }
  }

  const Network* network_;
  const CostModel* costs_;
  size_t group_ = 0;
  std::map<std::tuple<const Coefficient*, int>, int> resident_;
  std::map<int, int> stored_after_;  // storage to the last step whose result goes there
  TileSchedule timeline_;
};

}  // namespace

TileSchedule make_schedule(const Network& network, const CostModel& costs,
                           const std::vector<PlannedGroup>& groups) {
  Builder builder(network, costs);
  for (size_t i = 0; i < groups.size(); ++i) builder.add(groups[i], i);
  return builder.take();
}

}  // namespace quern::bm1684
