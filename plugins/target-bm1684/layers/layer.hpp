// One operation of the program: what the planner needs to know of it, and how a tile of it is computed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "layers/kernel.hpp"

namespace quern::bm1684 {

// A tensor of the network as a layer sees it, in four dimensions.
struct LayerTensor {
  int tensor = -1;
  Dims dims;
};

// Constant data of a layer that is neither activation nor broadcast operand: weights, biases. In device
// memory [channels][run] without gaps; in local memory channel c is on lane c % 64, its runs one behind the
// other.
struct Coefficient {
  int storage = -1;
  int channels = 1;
  int run_rows = 1, run_columns = 1;  // elements per channel, as two factors below 65536
  Format format = Format::F32;

  [[nodiscard]] int64_t run_bytes() const { return int64_t(run_rows) * run_columns * bytes_of(format); }
  // Bytes per lane of the channels [c.begin, c.end), c.begin being a multiple of 64.
  [[nodiscard]] int64_t lane_bytes(Range c) const { return divide_up(c.size(), kLanes) * run_bytes(); }
};

// What one tile works on.
struct Tile {
  std::vector<LocalTensor> inputs;  // the boxes that local memory holds: at least what was needed
  std::vector<Region> needed;       // of each input
  LocalTensor output;
  std::vector<uint32_t> coefficients;  // offsets within the lanes
  uint32_t workspace = 0;              // offset

  // An input as the operand that the layer asked for.
  [[nodiscard]] Operand input(size_t i) const {
    return inputs[i].region == needed[i] ? inputs[i].operand() : inputs[i].operand(needed[i]);
  }
};

// How finely a layer's output can be cut.
struct Cuts {
  bool n = true, c = true, h = true;
};

class Layer {
 public:
  virtual ~Layer() = default;

  std::string name;  // of the node
  std::string kind;  // operator, for reports
  std::vector<LayerTensor> inputs;
  LayerTensor output;
  std::vector<Coefficient> coefficients;

  // The part of input `i` that this part of the output is made of. Default: the same part; axes of size 1
  // whole.
  [[nodiscard]] virtual Region needed(size_t i, const Region& out) const;
  [[nodiscard]] virtual Cuts cuts() const { return {}; }
  // Whether inputs must lie in the aligned layout of exactly the needed part.
  [[nodiscard]] virtual bool needs_aligned(size_t) const { return false; }
  // Whether instructions have an encoding for this part of the output; if not it is cut more finely.
  [[nodiscard]] virtual bool takes(const Region&) const { return true; }
  // Bytes per lane besides inputs, output and coefficients.
  [[nodiscard]] virtual int64_t workspace(const Region&) const { return 0; }
  virtual void emit(Kernel& kernel, const Tile& tile) const = 0;
  // Multiply-accumulates of the whole output.
  [[nodiscard]] virtual int64_t macs() const { return 0; }
};

using LayerPtr = std::unique_ptr<Layer>;

}  // namespace quern::bm1684
