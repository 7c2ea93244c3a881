#include "tiling/cost.hpp"

#include "isa/cycles.hpp"

namespace quern::bm1684 {
namespace {

// Local memory that a plan may count on: the rest is lost between blocks of different sizes.
constexpr int64_t kUsableBytes = int64_t(kLaneBytes) * 92 / 100;

// Starting a command and waiting for the other engine.
constexpr double kStepNanoseconds = 60;

Tile whole_tile(const Layer& layer, const Network& network) {
  Tile tile;
  const Region out = Region::whole(layer.output.dims);
  for (size_t i = 0; i < layer.inputs.size(); ++i) {
    const Region box = layer.needed(i, out);
    tile.inputs.push_back({0, box, network.tensors[size_t(layer.inputs[i].tensor)].element});
    tile.needed.push_back(box);
  }
  tile.output = {0, out, network.tensors[size_t(layer.output.tensor)].element};
  tile.coefficients.resize(layer.coefficients.size());
  return tile;
}

}  // namespace

CostModel::CostModel(const Network& network) {
  for (const NetworkPart& part : network.parts) {
    double sum = 0;
    if (const LayerPtr* layer = std::get_if<LayerPtr>(&part)) {
      Recorder recorder(true);
      Kernel kernel(recorder);
      (*layer)->emit(kernel, whole_tile(**layer, network));
      for (const Recorded& r : recorder.list())
        if (const auto* bd = std::get_if<BdInstruction>(&r.instruction)) sum += nanoseconds(*bd);
    }
    whole_.push_back(sum);
  }
}

double CostModel::compute(int part, const Layer& layer, const Region& box) const {
  const double share = double(box.dims().count()) / double(std::max<int64_t>(1, layer.output.dims.count()));
  return whole_[size_t(part)] * share + kStepNanoseconds;
}

double CostModel::copy(int64_t bytes) {
  const CycleParameters& p = kCycleParameters;
  return (double(bytes) / p.bytes_per_cycle + p.load_start) * 1000 / kGdmaMegahertz;
}

int64_t lane_bytes(const Region& box, Element element) {
  return aligned_lane_bytes(box.dims(), precision_of(element), 0);
}

int64_t system_bytes(const Region& box, Element element) {
  return word_dims(box.dims(), element).count() * 4;
}

GroupCost cost_of(const Network& network, const CostModel& costs, const LayerGroup& group,
                  const Pieces& pieces) {
  const auto element = [&](int tensor) { return network.tensors[size_t(tensor)].element; };
  const bool is_tiled = pieces.count() > 1;
  double compute = 0, copy = 0;
  int64_t coefficient_bytes = 0;
  for (size_t i = 0; i < group.size(); ++i)
    for (const Coefficient& k : group.layer(i).coefficients) {
      const Range c{
          0, pieces.c > 1 ? int(divide_up(divide_up(k.channels, kLanes), pieces.c)) * kLanes : k.channels};
      coefficient_bytes += round_up(k.lane_bytes(c), kRowBytes);
      copy += CostModel::copy(k.run_bytes() * k.channels);
    }
  if (is_tiled && pieces.c == 1 && coefficient_bytes > kUsableBytes) return {};

  // Pieces in the middle are the largest; counting one of them for all is close enough and fast.
  const TilePlan tile = plan_tile(group, pieces, pieces.n / 2, pieces.c / 2, pieces.h / 2);
  std::vector<int64_t> live(group.size() + 1, 0);
  const auto hold = [&](size_t first, size_t last, int64_t bytes) {
    for (size_t s = first; s <= last && s < live.size(); ++s) live[s] += round_up(bytes, kRowBytes);
  };
  for (const TileLoad& load : tile.loads) {
    const int64_t bytes = lane_bytes(load.region, element(load.tensor.tensor));
    hold(load.first_reader > 0 ? load.first_reader - 1 : 0, load.last_reader, bytes);
    if (is_tiled && load.first_reader == 0) hold(group.size() - 1, group.size(), bytes);  // the next tile's
    copy += pieces.count() * CostModel::copy(system_bytes(load.region, element(load.tensor.tensor)));
  }
  for (size_t i = 0; i < group.size(); ++i) {
    const Layer& layer = group.layer(i);
    const Region& box = tile.outputs[i];
    if (box.dims().c > kMaxChannels || !layer.takes(box)) return {};
    compute += pieces.count() * costs.compute(group.parts()[i], layer, box);
    size_t last = i;
    for (size_t j = i + 1; j < group.size(); ++j)
      for (size_t input = 0; input < group.layer(j).inputs.size(); ++input)
        if (group.maker(j, input) == int(i)) last = j;
    if (group.is_stored(i)) {
      last += 1;
      copy += pieces.count() * CostModel::copy(system_bytes(tile.stored[i], element(layer.output.tensor)));
    }
    hold(i, last, lane_bytes(box, element(layer.output.tensor)));
    hold(i, i, round_up(layer.workspace(box), kRowBytes));
    for (size_t input = 0; input < layer.inputs.size(); ++input)  // aligned copies
      if (layer.needs_aligned(input)) {
        const int load = tile.loads_of[i][input];
        const Region& held =
            load >= 0 ? tile.loads[size_t(load)].region : tile.outputs[size_t(group.maker(i, input))];
        if (held != tile.needed[i][input])
          hold(i, i, lane_bytes(tile.needed[i][input], element(layer.inputs[input].tensor)));
      }
    for (const Coefficient& k : layer.coefficients)
      if (!is_tiled || pieces.c > 1)
        hold(i > 0 ? i - 1 : 0, i,
             k.lane_bytes({0, pieces.c > 1 ? int(divide_up(divide_up(k.channels, kLanes), pieces.c)) * kLanes
                                           : k.channels}));
  }
  int64_t peak = *std::max_element(live.begin(), live.end());
  if (is_tiled && pieces.c == 1) peak += coefficient_bytes;
  return {peak <= kUsableBytes, std::max(compute, copy) + 0.15 * std::min(compute, copy)};
}

}  // namespace quern::bm1684
