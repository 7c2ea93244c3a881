// The simulator as a plugin: programs of target-bm1684 meet it as a file only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::bm1684::test {

struct Execution {
  std::vector<Tensor> outputs;        // named; integers as float(x) * scale
  std::vector<std::string> messages;  // errors and warnings: races, unwritten memory, refusals
};

// Runs a program once in checking mode. `inputs` carry the names of the program's inputs.
Execution simulate(const std::filesystem::path& program, const std::vector<Tensor>& inputs);

}  // namespace quern::bm1684::test
