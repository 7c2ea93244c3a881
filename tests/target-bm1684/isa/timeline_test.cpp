// Two queues side by side.
#include "isa/timeline.hpp"

#include <gtest/gtest.h>

#include <quern/error.hpp>

#include "isa/cost.hpp"
#include "isa/layer_table.hpp"

namespace quern::bm1684 {
namespace {

Scalar add() {
  Scalar op;
  op.dims = {1, 64, 32, 32};
  op.a = op.b = op.y = in_local({0, 0});
  return op;
}

GdmaCopy copy() {
  return {Direction::S2L,
          Format::F32,
          {kArenaBase, {1, 64, 32, 32}, {65536, 1024, 32, 1}},
          Endpoint::local({0, 0}, {1, 64, 32, 32}, {1024, 1024, 32, 1})};
}

TEST(Timeline, CommandsStartWhenTheirQueueAndTheirWaitAllow) {
  const std::vector<BdStep> bd = {{{1, 1}, add()}, {{2, 0}, add()}, {{3, 3}, add()}};
  const std::vector<GdmaStep> gdma = {{{1, 0}, copy()}, {{2, 0}, copy()}, {{3, 2}, copy()}};
  const Timeline t = schedule(bd, gdma, 100);
  EXPECT_EQ(t.gdma[0].begin, 100);
  EXPECT_EQ(t.bd[0].begin, t.gdma[0].end);
  EXPECT_EQ(t.bd[1].begin, t.bd[0].end);
  EXPECT_EQ(t.gdma[1].begin, t.gdma[0].end);
  EXPECT_EQ(t.gdma[2].begin, std::max(t.gdma[1].end, t.bd[1].end));
  EXPECT_EQ(t.bd[2].begin, t.gdma[2].end);
  EXPECT_EQ(t.end, t.bd[2].end);
}

TEST(Timeline, RefusesQueuesThatWaitForEver) {
  EXPECT_THROW(schedule(std::vector<BdStep>{{{1, 1}, add()}}, std::vector<GdmaStep>{{{1, 1}, copy()}}),
               InputError);
  EXPECT_THROW(schedule(std::vector<BdStep>{{{1, 2}, add()}}, std::vector<GdmaStep>{{{1, 0}, copy()}}),
               InputError);
}

TEST(Timeline, WaitsHoldForTheCommandsBehind) {
  const std::vector<BdStep> bd = {{{1, 2}, add()}, {{2, 0}, add()}, {{3, 9}, add()}};
  const std::vector<GdmaStep> gdma = {{{1, 0}, copy()}, {{2, 0}, copy()}, {{3, 0}, copy()}};
  EXPECT_EQ((commands_waited_for<BdStep, GdmaStep>(bd, gdma)), (std::vector<size_t>{2, 2, 3}));
}

TEST(Cost, CountsWorkOfBothEngines) {
  Conv conv;
  conv.input = {4, 64, 28, 28};
  conv.result = {4, 64, 28, 28};
  conv.window = {.kernel_h = 3, .kernel_w = 3, .pad_up = 1, .pad_down = 1, .pad_left = 1, .pad_right = 1};
  conv.x = conv.y = in_local({0, 0}, Precision::I8);
  conv.weights = in_local({0, 0}, weight_strides(64, 3, 3, Precision::I8), Precision::I8);
  const Cost cost = cost_of(std::vector<BdStep>{{{1, 1}, conv}}, std::vector<GdmaStep>{{{1, 0}, copy()}});
  EXPECT_EQ(cost.macs_int8, int64_t(4) * 64 * 28 * 28 * 64 * 9);
  EXPECT_EQ(cost.ddr.read, 64 * 32 * 32 * 4);
  EXPECT_DOUBLE_EQ(cost.nanoseconds, cost.bd_nanoseconds + cost.gdma_nanoseconds);  // one after the other
  EXPECT_GT(cost.mac_utilisation(), 0.3);
  EXPECT_LT(cost.mac_utilisation(), 1);
}

TEST(LayerTable, ComesBackAndIgnoresOtherText) {
  const std::vector<LayerCommands> layers = {{0, 0, 3, 0, 2, "conv 1"}, {1, 2, 1, 5, 4, "fc"}};
  const std::string text = write_layer_table(layers);
  EXPECT_EQ(read_layer_table(text), layers);
  EXPECT_EQ(layer_of_bd(layers, 0, 2), "conv 1");
  EXPECT_EQ(layer_of_bd(layers, 0, 3), "");
  EXPECT_EQ(layer_of_gdma(layers, 1, 8), "fc");
  EXPECT_TRUE(read_layer_table("something else").empty());
  EXPECT_TRUE(read_layer_table(text + "1 x\n").empty());
}

}  // namespace
}  // namespace quern::bm1684
