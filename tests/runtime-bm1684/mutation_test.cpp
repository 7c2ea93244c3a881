// No hazard is left to chance: the waits of a vendor-made program are weakened one at a time, and every
// change that can alter a result must be found.
#include <gtest/gtest.h>
#include <random>

#include "bmodel/read.hpp"
#include "check/checker.hpp"
#include "isa/disassemble.hpp"
#include "program/device_tensor.hpp"
#include "program/runner.hpp"
#include "sample_files.hpp"

namespace quern::bm1684::test {
namespace {

quern_tensor view(const Tensor& t, const std::string& name) {
  return {sizeof(quern_tensor), int32_t(t.type), name.c_str(), t.dims.data(),
          t.dims.size(),        t.blob.data(),   t.byte_size()};
}

// One program, executed again and again with changes to its commands.
class Laboratory {
 public:
  explicit Laboratory(const Sample& sample)
      : sample_(sample),
        program_(load_program(bmodel::read(sample.program), "")),
        machine_(kArenaBase, program_.ddr_bytes, 2) {}

  Group& group() { return program_.stages[0].parts[0].groups[0]; }

  // Whether the outputs are the recorded ones. Left-overs in memory are `fill`.
  bool run(Eager eager, uint8_t fill, Watcher* watcher = nullptr) {
    const bmodel::Stage& stage = *program_.stages[0].stage;
    machine_.memory.fill(fill);
    load_coefficients(stage, machine_.memory);
    for (const bmodel::Tensor& t : stage.inputs)
      store_input(view(sample_.inputs.at(t.name), t.name), t, machine_.memory);
    run_stage(program_.stages[0], machine_, {eager, watcher, {}});
    bool right = true;
    for (const bmodel::Tensor& t : stage.outputs)
      right = right && identical(load_tensor(t, machine_.memory, true), sample_.outputs.at(t.name));
    return right;
  }

  size_t findings() {
    const bmodel::Stage& stage = *program_.stages[0].stage;
    Checker checker(kArenaBase, program_.ddr_bytes);
    checker.mark_written(stage.coefficients->address, stage.coefficients->data.size());
    for (const bmodel::Tensor& t : stage.inputs) checker.mark_written(t.address, device_bytes(t));
    run(Eager::Copy, 0, &checker);
    return checker.findings().count(Finding::Kind::Race) + checker.findings().count(Finding::Kind::Unwritten);
  }

 private:
  const Sample& sample_;
  Program program_;
  MachineState machine_;
};

TEST(Mutation, EveryWeakenedWaitThatMattersIsFound) {
  QUERN_NEEDS_CHIP_FILES();
  const Sample sample = read_sample("face_detection_fp32_b1");
  Laboratory laboratory(sample);
  ASSERT_EQ(laboratory.findings(), 0u);
  std::mt19937 random(11);
  int mattered = 0, found = 0;
  for (int trial = 0; trial < 60; ++trial) {
    Group& group = laboratory.group();
    const bool bd = trial % 2 == 0;
    const size_t i = random() % (bd ? group.bd.size() : group.gdma.size());
    uint16_t& wait = bd ? group.bd[i].sync.wait : group.gdma[i].sync.wait;
    if (wait == 0) continue;
    const uint16_t before = wait;
    // All waits of this size and above, up to the next larger one, express one order: weaken them together.
    std::vector<uint16_t*> changed;
    const auto weaken = [&](auto& steps) {
      for (auto& step : steps)
        if (step.sync.wait == before) changed.push_back(&step.sync.wait);
    };
    if (bd)
      weaken(group.bd);
    else
      weaken(group.gdma);
    for (uint16_t* w : changed) *w = uint16_t(before - 1);
    const bool right = laboratory.run(Eager::Copy, 0x00) && laboratory.run(Eager::Compute, 0xA5);
    const size_t findings = laboratory.findings();
    found += findings > 0;
    if (!right) {
      ++mattered;
      EXPECT_GT(findings, 0u) << (bd ? "bd " : "gdma ") << i + 1 << " waits for " << before - 1
                              << " instead of " << before;
    }
    for (uint16_t* w : changed) *w = before;
  }
  // The trial must have had something to find, and order is stricter than luck.
  EXPECT_GT(mattered, 5);
  EXPECT_GE(found, mattered);
}

}  // namespace
}  // namespace quern::bm1684::test
