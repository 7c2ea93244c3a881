// Commands, coefficients and tensors as a stage of a .bmodel file.
#pragma once

#include "allocation/device_memory.hpp"
#include "bmodel/model.hpp"
#include "isa/layer_table.hpp"
#include "program/recorder.hpp"

namespace quern::bm1684 {

class StageParts {
 public:
  StageParts(const Network& network, const DeviceMemory& memory, bmodel::Stage& stage);
  // A part of the chip; nothing where there are no instructions.
  void add_chip(const std::vector<Recorded>& instructions);
  void add_host(const HostPart& part);
  // Links the parts, once all are added.
  void finish();

 private:
  [[nodiscard]] bmodel::Tensor tensor(int number, const std::string& name) const;
  void add_coefficients(const DeviceMemory& memory);

  const Network* network_;
  bmodel::Stage* stage_;
  std::vector<std::string> names_;  // of the network's parts
  std::vector<LayerCommands> layers_;
};

}  // namespace quern::bm1684
