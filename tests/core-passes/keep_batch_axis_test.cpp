#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder shuffle(const Shape& input, const Shape& output) {
  return GraphBuilder()
      .input("x", input)
      .ints("split", {3, 2, 15})
      .ints("join", output)
      .node("Reshape", {"x", "split"}, {"a"})
      .node("Transpose", {"a"}, {"b"}, {{"perm", std::vector<int64_t>{1, 0, 2}, {}}})
      .node("Reshape", {"b", "join"}, {"y"})
      .output("y");
}

TEST(KeepBatchAxis, ChannelShuffle) {
  const Graph after = transformed(shuffle({1, 6, 3, 5}, {1, 6, 3, 5}).build(), keep_batch_axis, 0);
  ASSERT_THAT(ops_of(after), ElementsAre("Reshape", "Transpose", "Reshape"));
  EXPECT_EQ(after.shape(after.nodes[0].outputs[0]), (Shape{1, 3, 2, 15}));
  EXPECT_EQ(after.shape(after.nodes[1].outputs[0]), (Shape{1, 2, 3, 15}));
}

TEST(KeepBatchAxis, LeavesSeveralImagesAlone) {
  expect_untouched(shuffle({2, 3, 3, 5}, {2, 3, 3, 5}).build(), keep_batch_axis);
}

TEST(KeepBatchAxis, LeavesResultsWithoutABatchAlone) {
  expect_untouched(shuffle({1, 6, 3, 5}, {6, 15}).build(), keep_batch_axis);
}

}  // namespace
}  // namespace quern::passes::test
