// A program on a device, ready to run.
#pragma once

#include <span>
#include <string>

#include <quern/plugin.h>

#include "bmodel/model.hpp"
#include "device.hpp"

namespace quern::sophon {

class Session {
 public:
  // `net` is the name of a net of the program, "" for the first. Throws Error.
  Session(const std::string& program, const std::string& net, const std::string& library, int device);

  // Inputs and outputs of the first stage, with the types of the file; a dimension in which stages differ is
  // -1.
  void describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const;

  // Inputs are matched by name; their shapes choose the stage. Float values for an integer input are brought
  // to its scale. Throws InputError where an input is missing or fits no stage.
  void run(std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs) const;

 private:
  [[nodiscard]] const bmodel::Stage& stage_for(const std::vector<const quern_tensor*>& inputs) const;

  bmodel::Net net_;
  Device device_;
};

}  // namespace quern::sophon
