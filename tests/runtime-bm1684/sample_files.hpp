// The vendor-made programs with their recorded inputs and outputs.
#pragma once

#include <map>

#include <quern/graph/tensor.hpp>

#include "target-bm1684/isa/shared_files.hpp"

namespace quern::bm1684::test {

struct Sample {
  std::filesystem::path program;
  std::map<std::string, Tensor> inputs, outputs;  // row-major, of the program's own types
};

// Names of their folders; empty where the shared files are absent.
std::vector<std::string> sample_names();
Sample read_sample(const std::string& name);

// Whether type, shape and all bits agree.
bool identical(const Tensor& a, const Tensor& b);

}  // namespace quern::bm1684::test
