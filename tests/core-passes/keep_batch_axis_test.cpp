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

// Queries of an attention with 2 heads of 5 over 7 tokens, as vision transformers cut them out.
TEST(KeepBatchAxis, HeadsOfAnAttention) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {1, 7, 30})
                      .ints("split", {1, 7, 3, 2, 5})
                      .constant("one", Tensor::scalar<int64_t>(1))
                      .node("Reshape", {"x", "split"}, {"a"})
                      .node("Transpose", {"a"}, {"b"}, {{"perm", std::vector<int64_t>{2, 0, 3, 1, 4}, {}}})
                      .node("Gather", {"b", "one"}, {"y"})
                      .output("y")
                      .build(),
                  keep_batch_axis, 0);
  for (const Node& node : after.nodes) EXPECT_EQ(after.shape(node.outputs[0])[0], 1) << node.label();
}

TEST(KeepBatchAxis, LeavesMovesBehindTheBatchAlone) {
  expect_untouched(GraphBuilder()
                       .input("x", {1, 6, 4})
                       .ints("split", {1, 2, 3, 4})
                       .ints("join", {1, 24})
                       .node("Reshape", {"x", "split"}, {"a"})
                       .node("Transpose", {"a"}, {"b"}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}, {}}})
                       .node("Reshape", {"b", "join"}, {"y"})
                       .output("y")
                       .build(),
                   keep_batch_axis);
}

TEST(KeepBatchAxis, LeavesSeveralImagesAlone) {
  expect_untouched(shuffle({2, 3, 3, 5}, {2, 3, 3, 5}).build(), keep_batch_axis);
}

TEST(KeepBatchAxis, LeavesResultsWithoutABatchAlone) {
  expect_untouched(shuffle({1, 6, 3, 5}, {6, 15}).build(), keep_batch_axis);
}

}  // namespace
}  // namespace quern::passes::test
