#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder shuffle() {
  return GraphBuilder()
      .input("x", {1, 6, 3, 5})
      .ints("split", {3, 2, 15})
      .ints("join", {2, 1, 3, 3, 5})
      .node("Reshape", {"x", "split"}, {"a"})
      .node("Transpose", {"a"}, {"b"}, {{"perm", std::vector<int64_t>{1, 0, 2}, {}}})
      .node("Reshape", {"b", "join"}, {"c"});
}

TEST(UseSlice, EvenAndOddChannels) {
  const Graph after = transformed(shuffle()
                                      .constant("zero", Tensor::scalar<int64_t>(0))
                                      .constant("one", Tensor::scalar<int64_t>(1))
                                      .node("Gather", {"c", "zero"}, {"even"})
                                      .node("Gather", {"c", "one"}, {"odd"})
                                      .output("even")
                                      .output("odd")
                                      .build(),
                                  use_slice, 0);
  ASSERT_THAT(ops_of(after), ElementsAre("Slice", "Slice"));
  EXPECT_EQ(after.nodes[1].inputs[0], "x");
  EXPECT_THAT(after.constant(after.nodes[1].inputs[1])->to_int64(), ElementsAre(1));
  EXPECT_THAT(after.constant(after.nodes[1].inputs[3])->to_int64(), ElementsAre(1));
  EXPECT_THAT(after.constant(after.nodes[1].inputs[4])->to_int64(), ElementsAre(2));
}

TEST(UseSlice, SliceOfASlice) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 9, 4})
                                      .ints("one", {1})
                                      .ints("eight", {8})
                                      .ints("two", {2})
                                      .node("Slice", {"x", "one", "eight", "one"}, {"a"})
                                      .node("Slice", {"a", "one", "eight", "one", "two"}, {"y"})
                                      .output("y")
                                      .build(),
                                  use_slice, 0);
  ASSERT_THAT(ops_of(after), ElementsAre("Slice"));
  EXPECT_THAT(after.constant(after.nodes[0].inputs[1])->to_int64(), ElementsAre(2));
}

TEST(UseSlice, LeavesWhatChangesTheOrderOfElements) {
  expect_untouched(GraphBuilder()
                       .input("x", {1, 4, 6})
                       .constant("one", Tensor::scalar<int64_t>(1))
                       .ints("shape", {6, 2, 2})
                       .node("Transpose", {"x"}, {"a"}, {{"perm", std::vector<int64_t>{0, 2, 1}, {}}})
                       .node("Reshape", {"a", "shape"}, {"b"})
                       .node("Gather", {"b", "one"}, {"y"}, {{"axis", int64_t(1), {}}})
                       .output("y")
                       .build(),
                   use_slice);
}

TEST(UseSlice, LeavesUnevenIndices) {
  expect_untouched(
      shuffle().ints("uneven", {0, 0}).node("Gather", {"c", "uneven"}, {"y"}).output("y").build(), use_slice);
}

}  // namespace
}  // namespace quern::passes::test
