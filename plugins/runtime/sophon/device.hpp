// A device with a program loaded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "vendor_library.hpp"

namespace quern::sophon {

class Device {
 public:
  // Throws Error (QUERN_ERROR_IO) where the device does not answer, InputError where it refuses the program.
  Device(const std::string& library, int number, const std::string& program);

  // Executes a net once. `outputs` are buffers large enough for the results; returns the shapes of these.
  // Throws Error (QUERN_ERROR_IO).
  std::vector<VendorShape> launch(const std::string& net, const std::vector<void*>& inputs,
                                  const std::vector<VendorShape>& input_shapes,
                                  std::vector<void*> outputs) const;

 private:
  VendorLibrary library_;
  std::unique_ptr<void, void (*)(void*)> device_, runtime_;  // the runtime goes first
};

}  // namespace quern::sophon
