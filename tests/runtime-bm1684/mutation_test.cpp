// No hazard is left to chance: waits and addresses of valid programs, of the vendor's compiler and of our
// own, are changed one at a time, and the checking mode must find what can alter a result.
#include <cstdlib>
#include <gtest/gtest.h>

#include "laboratory.hpp"
#include "sample_files.hpp"

namespace quern::bm1684::test {
namespace {

namespace fs = std::filesystem;

using Results = Laboratory::Results;

// What a series of changes came to.
struct Tally {
  int mattered = 0;  // gave other results
  int found = 0;     // of these: refused, or reported by the checking mode
};

// Nothing that a wait orders may be left to luck.
void expect_weakened_waits_to_be_found(Laboratory& laboratory, int trials) {
  ASSERT_FALSE(laboratory.is_found());
  Tally tally;
  for (int trial = 0; trial < trials; ++trial) {
    const std::optional<Change> change = laboratory.weaken_wait();
    if (!change) continue;
    if (laboratory.results() != Results::Right) {
      ++tally.mattered;
      EXPECT_TRUE(laboratory.is_found()) << change->text;
    }
    change->undo();
  }
  EXPECT_GT(tally.mattered, 5);
}

// A wrong address may make a program that is safe and computes something else: comparing its results shows
// that. What depends on luck must be found, and so must nearly everything else, because results or
// coefficients are left that nothing uses.
void expect_moved_addresses_to_be_found(Laboratory& laboratory, int trials) {
  ASSERT_FALSE(laboratory.is_found());
  Tally tally;
  for (int trial = 0; trial < trials; ++trial) {
    bool refused = false;
    const std::optional<Change> change = laboratory.move_address(refused);
    if (!change) continue;
    const Results results = laboratory.results();
    const bool found = laboratory.is_found();
    EXPECT_TRUE(found || results != Results::ByLuck) << change->text;
    tally.mattered += results != Results::Right;
    tally.found += found && results != Results::Right;
    change->undo();
  }
  EXPECT_GT(tally.mattered, 20);
  EXPECT_GE(tally.found, tally.mattered / 2);
}

TEST(Mutation, WeakenedWaitsOfAVendorProgramAreFound) {
  QUERN_NEEDS_CHIP_FILES();
  const Sample sample = read_sample("face_detection_fp32_b1");
  Laboratory laboratory(sample.program, sample.inputs);
  expect_weakened_waits_to_be_found(laboratory, 40);
}

TEST(Mutation, MovedAddressesOfAVendorProgramAreFound) {
  QUERN_NEEDS_CHIP_FILES();
  const Sample sample = read_sample("face_detection_fp32_b1");
  Laboratory laboratory(sample.program, sample.inputs);
  expect_moved_addresses_to_be_found(laboratory, 40);
}

// The network that comes with Quern, compiled by the command.
class OwnProgram : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    fs::create_directories(work_);
    const std::string command = std::string(std::getenv("QUERN_TEST_COMMAND")) + " run " +
                                std::getenv("QUERN_TEST_SOURCE") +
                                "/configs/quickstart.yaml --until compile" + " --set work=" + work_.string() +
                                GetParam() + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    for (const auto& entry : fs::directory_iterator(work_))
      if (entry.path().extension() == ".bmodel") program_ = entry.path();
  }
  void TearDown() override { fs::remove_all(work_); }

  fs::path work_ = fs::temp_directory_path() / ("quern-mutation-" + std::to_string(::getpid())), program_;
};

TEST_P(OwnProgram, WeakenedWaitsAreFound) {
  Laboratory laboratory(program_, {});
  expect_weakened_waits_to_be_found(laboratory, 150);
}

TEST_P(OwnProgram, MovedAddressesAreFound) {
  Laboratory laboratory(program_, {});
  expect_moved_addresses_to_be_found(laboratory, 300);
}

INSTANTIATE_TEST_SUITE_P(Quickstart, OwnProgram,
                         testing::Values(" --set compile.options.opt=0", " --set compile.options.opt=1",
                                         " --set compile.quantise=false"));

}  // namespace
}  // namespace quern::bm1684::test
