// Checking mode: each wrong program has one mistake, and the right one none.
#include <gtest/gtest.h>

#include "harness.hpp"
#include "small_program.hpp"

namespace quern::bm1684::test {
namespace {

constexpr Dims kDims{1, 64, 4, 8};
constexpr LocalAddress kA{0, 0}, kB{0, 0x10000};

std::map<std::string, Tensor> inputs() {
  std::vector<float> values(64 * 4 * 8);
  for (size_t i = 0; i < values.size(); ++i) values[i] = float(i) * 0.5f;
  return {{"x", Tensor::from(values, {1, 64, 4, 8})}};
}

// load, y = x + 1, store; the waits are given.
SmallProgram plus_one(uint16_t bd_wait, uint16_t store_wait) {
  SmallProgram program;
  program.gdma(load(kInput, kA, kDims), 0)
      .bd(add_constant(kA, kB, kDims, 1), bd_wait)
      .gdma(save(kB, kOutput, kDims), store_wait);
  return program;
}

RunResult checked(const SmallProgram& program) {
  static int number = 0;
  return run_program(write_program(program, "checking_" + std::to_string(number++) + ".bmodel"), inputs(),
                     {{"check", "true"}});
}

void expect_finding(const RunResult& result, const std::string& kind) {
  EXPECT_EQ(result.status, QUERN_ERROR_INPUT);
  EXPECT_TRUE(result.says(kind)) << testing::PrintToString(result.messages);
}

TEST(Checking, AcceptsAnOrderedProgram) {
  const RunResult result = checked(plus_one(1, 1));
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  EXPECT_EQ(result.outputs.at("y").data<float>()[10], 6);
}

TEST(Checking, FindsAMissingWaitForALoad) {
  const RunResult result = checked(plus_one(0, 1));
  expect_finding(result, "race: ");
  EXPECT_TRUE(result.says("bd 1 (scalar_add) reads")) << testing::PrintToString(result.messages);
}

TEST(Checking, FindsAMissingWaitForAResult) {
  const RunResult result = checked(plus_one(1, 0));
  expect_finding(result, "race: ");
  EXPECT_TRUE(result.says("gdma 2")) << testing::PrintToString(result.messages);
}

// A buffer that is loaded anew while the compute engine may still read it: right in one order only.
TEST(Checking, FindsAWriteAfterRead) {
  for (const uint16_t wait : {0, 1}) {
    SmallProgram program;
    program.gdma(load(kInput, kA, kDims), 0)
        .bd(add_constant(kA, kB, kDims, 1), 1)
        .gdma(load(kInput, kA, kDims), wait)
        .gdma(save(kB, kOutput, kDims), 1);
    const RunResult result = checked(program);
    if (wait == 0) {
      expect_finding(result, "race: ");
    } else {
      EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
    }
  }
}

// Order follows through other commands of the same queue.
TEST(Checking, UnderstandsOrderThroughOtherCommands) {
  SmallProgram program;
  program.gdma(load(kInput, kA, kDims), 0)
      .gdma(load(kInput, {0, 0x20000}, kDims), 0)
      .bd(add_constant({0, 0x20000}, {0, 0x30000}, kDims, 2), 2)
      .bd(add_constant(kA, kB, kDims, 1), 0)  // after bd 1, which waited for both loads
      .gdma(save(kB, kOutput, kDims), 2);
  const RunResult result = checked(program);
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
}

TEST(Checking, FindsUseOfUnwrittenMemory) {
  SmallProgram program;
  program.gdma(load(kInput, kA, {1, 63, 4, 8}), 0)
      .bd(add_constant(kA, kB, kDims, 1), 1)
      .gdma(save(kB, kOutput, kDims), 1);
  const RunResult result = checked(program);
  expect_finding(result, "unwritten memory: bd 1");
  EXPECT_TRUE(result.says("lane63+0x0")) << testing::PrintToString(result.messages);
}

// Moving unwritten bytes is no mistake, but neither does it make them written.
TEST(Checking, FollowsUnwrittenMemoryThroughCopies) {
  SmallProgram program;
  program.gdma(load(kInput + 0x8000, kA, kDims), 0)
      .bd(add_constant(kA, kB, kDims, 1), 1)
      .gdma(save(kB, kOutput, kDims), 1);
  expect_finding(checked(program), "unwritten memory: bd 1");
}

TEST(Checking, FindsAnOutputThatIsNotWritten) {
  SmallProgram program;
  program.gdma(load(kInput, kA, kDims), 0)
      .bd(add_constant(kA, kB, kDims, 1), 1)
      .gdma(save(kB, kOutput, {1, 32, 4, 8}), 1);
  const RunResult result = checked(program);
  expect_finding(result, "unwritten memory");
  EXPECT_TRUE(result.says("order matters")) << testing::PrintToString(result.messages);
}

TEST(Checking, ReportsBanksThatBothEnginesUse) {
  SmallProgram program;
  program.gdma(load(kInput, kA, kDims), 0)
      .gdma(load(kInput, {0, 0x8000}, {1, 16, 4, 8}), 0)
      .bd(add_constant(kA, {0, 0x20000}, kDims, 1), 1)
      .gdma(save({0, 0x20000}, kOutput, kDims), 1);
  const RunResult result = checked(program);
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  EXPECT_TRUE(result.says("bank conflict")) << testing::PrintToString(result.messages);
  EXPECT_FALSE(checked(plus_one(1, 1)).says("bank conflict"));
}

TEST(Execution, StopsAtADeadlock) {
  for (const auto& [bd_wait, store_wait] : {std::pair<uint16_t, uint16_t>{2, 1}, {1, 2}, {9, 1}}) {
    const RunResult result =
        run_program(write_program(plus_one(bd_wait, store_wait), "deadlock.bmodel"), inputs());
    EXPECT_EQ(result.status, QUERN_ERROR_INPUT);
    EXPECT_TRUE(result.says("stops for ever")) << testing::PrintToString(result.messages);
  }
}

TEST(Execution, NamesACommandThatLeavesItsMemory) {
  SmallProgram below;  // DDR below the models' memory
  below.gdma(load(kDdrBase, kA, kDims), 0);
  SmallProgram behind;
  behind.gdma(load(kContext + kContextBytes - 64, kA, kDims), 0);
  SmallProgram lane;
  lane.bd(add_constant({0, kLaneBytes - 64}, kB, kDims, 1), 0);
  SmallProgram tables;
  GdmaCopy copy = save(kA, kL2Base + kL2TableOffset, kDims);
  tables.gdma(copy, 0);
  SmallProgram weights;
  weights.coefficients(std::vector<uint8_t>(4096)).gdma(save(kA, kCoefficients, kDims), 0);
  const std::pair<const SmallProgram*, const char*> cases[] = {{&below, "gdma 1: copy"},
                                                               {&behind, "gdma 1: copy"},
                                                               {&lane, "leaves the lane"},
                                                               {&tables, "firmware's tables"},
                                                               {&weights, "overwrite the coefficients"}};
  for (const auto& [program, text] : cases) {
    const RunResult result = run_program(write_program(*program, "range.bmodel"), inputs());
    EXPECT_EQ(result.status, QUERN_ERROR_INPUT);
    EXPECT_TRUE(result.says(text)) << text << ": " << testing::PrintToString(result.messages);
  }
}

// Ids begin again with each group, and a group starts when the one before has ended.
TEST(Execution, GroupsFollowEachOther) {
  SmallProgram program;
  program.gdma(load(kInput, kA, kDims), 0).bd(add_constant(kA, kB, kDims, 1), 1);
  program.next_group().bd(add_constant(kB, kA, kDims, 1), 0).gdma(save(kA, kOutput, kDims), 1);
  const RunResult result = checked(program);
  EXPECT_EQ(result.status, QUERN_OK) << testing::PrintToString(result.messages);
  EXPECT_EQ(result.outputs.at("y").data<float>()[10], 7);
}

}  // namespace
}  // namespace quern::bm1684::test
