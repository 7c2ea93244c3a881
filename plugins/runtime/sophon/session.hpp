// A program on a device, ready to run.
#pragma once

#include <span>
#include <string>

#include <quern/plugin.h>

#include "bmodel/model.hpp"
#include "device.hpp"

namespace quern::sophon {

struct SessionOptions {
  std::string library;  // of the vendor
  int device = 0;
  std::string net;   // "": the only one
  bool raw = false;  // integers as they are, without scale
};

class Session {
 public:
  // Throws Error.
  Session(const std::string& program, SessionOptions options);

  // Inputs and outputs of the net; integers with a scale are float32 unless `raw`. A dimension in which the
  // stages differ is -1.
  void describe(const quern_tensor_sink& inputs, const quern_tensor_sink& outputs) const;

  // Inputs are matched by name; their shapes choose the stage. Throws InputError where an input is missing or
  // fits no stage.
  void run(std::span<const quern_tensor> inputs, const quern_tensor_sink& outputs) const;

 private:
  [[nodiscard]] const bmodel::Stage& stage_for(const std::vector<const quern_tensor*>& inputs) const;

  SessionOptions options_;
  bmodel::Net net_;
  Device device_;
};

}  // namespace quern::sophon
