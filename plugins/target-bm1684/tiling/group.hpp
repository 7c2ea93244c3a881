// Layers that pass tensors on in local memory, and what one tile of them is.
#pragma once

#include <map>
#include <set>

#include "program/network.hpp"

namespace quern::bm1684 {

// Into how many pieces the outputs of a group are cut.
struct Pieces {
  int n = 1, c = 1, h = 1;
  [[nodiscard]] int count() const { return n * c * h; }
  bool operator==(const Pieces&) const = default;
};

// Consecutive layers, and what crosses their border.
class LayerGroup {
 public:
  // `layers` are numbers of parts of the network, all of them layers, in order. `readers` tells for each
  // storage which parts read it; -1 stands for the network's outputs and the host.
  LayerGroup(const Network& network, std::vector<int> layers, const std::vector<std::set<int>>& readers);

  // Whether every tensor that a layer takes from another is seen alike by both and whether their pieces can
  // meet.
  [[nodiscard]] bool is_consistent() const { return is_consistent_; }
  [[nodiscard]] const std::vector<int>& parts() const { return parts_; }
  [[nodiscard]] size_t size() const { return layers_.size(); }
  [[nodiscard]] const Layer& layer(size_t i) const { return *layers_[i]; }
  [[nodiscard]] bool is_stored(size_t i) const { return is_stored_[i]; }
  // The layer of the group that makes input `input` of layer `i`, or -1.
  [[nodiscard]] int maker(size_t i, size_t input) const { return makers_[i][input]; }
  // The finest cut.
  [[nodiscard]] Pieces most() const { return most_; }
  [[nodiscard]] bool has_bytes() const { return has_bytes_; }

 private:
  void find_makers(const Network& network);
  void find_stored(const Network& network, const std::vector<std::set<int>>& readers);
  void find_cuts();

  std::vector<int> parts_;
  std::vector<const Layer*> layers_;
  std::vector<std::vector<int>> makers_;
  std::vector<bool> is_stored_;
  Pieces most_;
  bool is_consistent_ = true, has_bytes_ = false;
};

// A tensor that a tile loads.
struct TileLoad {
  LayerTensor tensor;
  Region region;
  size_t first_reader = 0, last_reader = 0;
};

// The boxes of one tile of a group.
struct TilePlan {
  std::vector<Region> outputs;              // of each layer: what is computed
  std::vector<Region> stored;               // of each stored layer: what goes to device memory
  std::vector<std::vector<Region>> needed;  // of each layer's inputs
  std::vector<std::vector<int>> loads_of;   // of each layer's inputs: number of the load, or -1
  std::vector<TileLoad> loads;
};

TilePlan plan_tile(const LayerGroup& group, const Pieces& pieces, int n, int c, int h);

}  // namespace quern::bm1684
