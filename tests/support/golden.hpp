// Whole models through the command as a user would run it, against outputs that independent engines computed.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "data/npz.hpp"

namespace quern::test {

// sqrt(sum (want - got)^2 / sum want^2), in double.
double relative_l2(const Tensor& want, const Tensor& got);

// Runs `quern ARGUMENTS`; fails the test where its exit code is not 0.
void run_command(const std::string& arguments);

struct Golden {
  // Below the folder of shared models: the model's files, and the .npz file with keys "in|NAME" and
  // "out|NAME".
  std::vector<std::string> files;
  std::string stored;
  std::string arguments = {};  // further arguments of `quern convert`
  double tolerance = 1e-4;     // relative L2 of every output
  std::string input = {};      // the model's name of its only input, where the stored one is another
};

std::ostream& operator<<(std::ostream& out, const Golden& golden);

// `quern convert` and `quern exec` give the stored outputs, found by their names in the source model.
void check_golden(const Golden& golden);

}  // namespace quern::test
