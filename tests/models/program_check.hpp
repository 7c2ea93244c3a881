// Whole networks as programs for the chip, through the command as a user would run it: .bmodel files with
// stages for batch 1 and 4 give what int8.onnx or fp32.onnx give on runtime-cpu, without races or unwritten
// memory.
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <string>

#include "data/npz.hpp"

namespace quern::test {

class ProgramCheck : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Runs the pipeline file with further arguments up to `compile` and compares its program with `graph` of
  // the work folder: outputs differ by at most `tolerance` (relative L2; 0: the same bytes), and the first
  // image gives the same bytes in every batch.
  void compare(const std::filesystem::path& config, const std::string& arguments, const std::string& graph,
               double tolerance);

  std::filesystem::path work_;

 private:
  NamedTensors exec(const std::filesystem::path& artefact, const NamedTensors& inputs,
                    const std::string& options = "");

  std::string said_;  // by the last command
};

}  // namespace quern::test
