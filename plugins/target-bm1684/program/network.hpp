// The program before scheduling: tensors in device memory, and parts that run one after another.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <quern/graph/graph.hpp>

#include "layers/layer.hpp"
#include "program/chip_tensor.hpp"

namespace quern::bm1684 {

// Copies between places in device memory that no layer does on the way: `dims` elements of words from one set
// of strides to another.
struct SystemCopy {
  int layer_of = -1;
  std::string name;
  int source = -1, target = -1;  // storages; source -1: fill
  int64_t source_offset = 0, target_offset = 0;
  Shape dims;
  std::vector<int64_t> source_strides, target_strides;
  int element_bytes = 4;  // 4: everything counts words; 1: everything counts bytes
  uint32_t fill = 0;
};

// What the chip cannot do: a graph for the host processor.
struct HostPart {
  std::string name;
  Graph graph;                       // its inputs and outputs carry the names of the tensors
  std::vector<int> inputs, outputs;  // tensors of the network
};

using NetworkPart = std::variant<LayerPtr, SystemCopy, HostPart>;

// 256 words that table look-ups read, at a place in L2.
struct LookupTable {
  int storage = -1;
  uint32_t l2_offset = 0;
};

struct Network {
  std::string name;
  std::vector<ChipTensor> tensors;
  std::vector<Storage> storages;
  std::vector<NetworkPart> parts;
  std::vector<LookupTable> tables;
  std::vector<int> inputs, outputs;                // tensors
  std::vector<float> input_scales, output_scales;  // integer = real * scale; real = integer * scale
};

}  // namespace quern::bm1684
