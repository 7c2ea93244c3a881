// Addresses in device memory: coefficients first, activations behind them.
#pragma once

#include "program/network.hpp"

namespace quern::bm1684 {

// When a storage is used: numbers of units of execution (a group, a copy, a host part), both included.
// Storages that no unit touches stay in local memory and need no place.
struct Lifetime {
  int first = -1, last = -1;
  void touch(int unit) {
    if (first < 0) first = unit;
    last = unit;
  }
};

struct DeviceMemory {
  uint64_t coefficient_bytes = 0;
  uint64_t context_address = 0, context_bytes = 0;
};

// Sets the address of every storage. Activations whose lifetimes are apart share memory.
DeviceMemory place_storages(Network& network, const std::vector<Lifetime>& lifetimes);

}  // namespace quern::bm1684
