// The program as it grows: instructions of both engines in one order in which every dependency points back.
#pragma once

#include <variant>
#include <vector>

#include "isa/instruction.hpp"

namespace quern::bm1684 {

struct Recorded {
  std::variant<BdInstruction, GdmaInstruction> instruction;
  int layer = -1;  // of the network; -1: none
  [[nodiscard]] bool is_bd() const { return instruction.index() == 0; }
};

class Recorder {
 public:
  // An estimate is only counted: its instructions may lie outside of local memory.
  explicit Recorder(bool is_estimate = false) : is_estimate_(is_estimate) {}
  // Instructions that follow belong to this layer.
  void begin_layer(int layer) { layer_ = layer; }
  // Throw Error where the chip is not known to execute the instruction: a mistake of the compiler.
  void add(const BdInstruction& instruction);
  void add(const GdmaInstruction& instruction);

  [[nodiscard]] const std::vector<Recorded>& list() const { return list_; }

 private:
  bool is_estimate_;
  int layer_ = -1;
  std::vector<Recorded> list_;
};

}  // namespace quern::bm1684
