#include "tiling/group.hpp"

#include "isa/layout.hpp"

namespace quern::bm1684 {
LayerGroup::LayerGroup(const Network& network, std::vector<int> parts,
                       const std::vector<std::set<int>>& readers)
    : parts_(std::move(parts)) {
  for (const int part : parts_) layers_.push_back(std::get<LayerPtr>(network.parts[size_t(part)]).get());
  find_makers(network);
  find_stored(network, readers);
  if (is_consistent_) find_cuts();
}

void LayerGroup::find_makers(const Network& network) {
  std::map<int, int> made;  // tensor to layer
  std::set<int> written;    // storages
  for (size_t i = 0; i < layers_.size(); ++i) {
    makers_.emplace_back();
    for (const LayerTensor& input : layers_[i]->inputs) {
      const ChipTensor& t = network.tensors[size_t(input.tensor)];
      has_bytes_ = has_bytes_ || is_byte(t.element);
      const auto it = made.find(input.tensor);
      makers_.back().push_back(it == made.end() ? -1 : it->second);
      if (it != made.end()) {
        is_consistent_ = is_consistent_ && layers_[size_t(it->second)]->output.dims == input.dims;
      } else {
        is_consistent_ = is_consistent_ && !written.contains(t.storage);  // another view of what is made here
      }
    }
    const ChipTensor& output = network.tensors[size_t(layers_[i]->output.tensor)];
    has_bytes_ = has_bytes_ || is_byte(output.element);
    made[layers_[i]->output.tensor] = int(i);
    written.insert(output.storage);
  }
}

// A result is stored where its memory is read by a part outside, or under another view.
void LayerGroup::find_stored(const Network& network, const std::vector<std::set<int>>& readers) {
  const std::set<int> inside(parts_.begin(), parts_.end());
  for (size_t i = 0; i < layers_.size(); ++i) {
    const int tensor = layers_[i]->output.tensor;
    bool stored = false;
    for (const int reader : readers[size_t(network.tensors[size_t(tensor)].storage)]) {
      if (!inside.contains(reader)) stored = true;
    }
    is_stored_.push_back(stored);
  }
}

void LayerGroup::find_cuts() {
  int n = kMaxSize, h = kMaxSize, c = kMaxSize;
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Dims& d = layers_[i]->output.dims;
    const Cuts cuts = layers_[i]->cuts();
    n = std::min(n, cuts.n ? int(has_bytes_ ? divide_up(d.n, 4) : d.n) : 1);
    h = std::min(h, cuts.h ? d.h : 1);
    c = std::min(c, cuts.c ? int(divide_up(d.c, kLanes)) : 1);
    // More channels than an instruction takes must be cut, which only single layers are.
    if (d.c > kMaxChannels && layers_.size() > 1) is_consistent_ = false;
  }
  most_ = {n, layers_.size() == 1 ? c : 1, h};
}

namespace {

Range piece(int size, int pieces, int index, int unit) {
  const int64_t units = divide_up(size, unit);
  return {int(units * index / pieces) * unit, std::min(size, int(units * (index + 1) / pieces) * unit)};
}

// Joins boxes; the first one replaces nothing.
void join(std::optional<Region>& sum, const Region& box) { sum = sum ? sum->united(box) : box; }

}  // namespace

TilePlan plan_tile(const LayerGroup& group, const Pieces& pieces, int n, int c, int h) {
  const size_t count = group.size();
  TilePlan plan;
  plan.stored.resize(count);
  plan.needed.resize(count);
  plan.loads_of.resize(count);
  std::vector<std::optional<Region>> outputs(count);
  for (size_t i = 0; i < count; ++i) {
    if (!group.is_stored(i)) continue;
    const Dims& d = group.layer(i).output.dims;
    plan.stored[i] = {piece(d.n, pieces.n, n, group.has_bytes() ? 4 : 1),
                      piece(d.c, pieces.c, c, kLanes),
                      piece(d.h, pieces.h, h, 1),
                      {0, d.w}};
    outputs[i] = plan.stored[i];
  }
  for (size_t i = count; i-- > 0;) {
    const Layer& layer = group.layer(i);
    if (!outputs[i]) outputs[i] = Region{};  // nothing reads it
    plan.loads_of[i].assign(layer.inputs.size(), -1);
    for (size_t input = 0; input < layer.inputs.size(); ++input) {
      const Region box = layer.needed(input, *outputs[i]);
      plan.needed[i].push_back(box);
      if (const int maker = group.maker(i, input); maker >= 0) {
        join(outputs[size_t(maker)], box);
        continue;
      }
      const LayerTensor& tensor = layer.inputs[input];
      size_t found = 0;
      while (found < plan.loads.size() && (plan.loads[found].tensor.tensor != tensor.tensor ||
                                           plan.loads[found].tensor.dims != tensor.dims))
        ++found;
      if (found == plan.loads.size()) plan.loads.push_back({tensor, box, i, i});
      TileLoad& load = plan.loads[found];
      load.region = load.region.united(box);
      load.first_reader = std::min(load.first_reader, i);
      load.last_reader = std::max(load.last_reader, i);
      plan.loads_of[i][input] = int(found);
    }
  }
  for (const auto& region : outputs) plan.outputs.push_back(*region);
  return plan;
}

}  // namespace quern::bm1684
