#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

const Attribute kernel{"kernel_shape", std::vector<int64_t>{3, 3}, {}};
const Attribute own_pads{"pads", std::vector<int64_t>{1, 1, 1, 1}, {}};
const Attribute no_pads{"pads", std::vector<int64_t>{0, 0, 0, 0}, {}};

GraphBuilder padded() {
  return GraphBuilder()
      .input("x", {1, 2, 6, 6})
      .weights("w", {3, 2, 3, 3})
      .ints("pads", {0, 0, 1, 0, 0, 0, 2, 1})
      .node("Pad", {"x", "pads"}, {"a"});
}

TEST(MergePads, IntoConv) {
  const Graph after =
      transformed(padded().node("Conv", {"a", "w"}, {"y"}, {own_pads}).output("y").build(), merge_pads);
  EXPECT_THAT(ops_of(after), ElementsAre("Conv"));
  EXPECT_THAT(after.nodes[0].get_ints("pads"), ElementsAre(2, 1, 3, 2));
}

TEST(MergePads, IntoAveragePool) {
  const Graph after = transformed(
      padded().node("AveragePool", {"a"}, {"y"}, {kernel, no_pads}).output("y").build(), merge_pads);
  EXPECT_THAT(ops_of(after), ElementsAre("AveragePool"));
  EXPECT_EQ(after.nodes[0].get_int("count_include_pad", 0), 1);
}

TEST(MergePads, NotWhereSomeZerosCountAndOthersDoNot) {
  expect_untouched(padded().node("AveragePool", {"a"}, {"y"}, {kernel, own_pads}).output("y").build(),
                   merge_pads);
}

TEST(MergePads, NotIntoMaxPoolNorForOtherValues) {
  expect_untouched(padded().node("MaxPool", {"a"}, {"y"}, {kernel, no_pads}).output("y").build(), merge_pads);
  expect_untouched(GraphBuilder()
                       .input("x", {1, 2, 6, 6})
                       .weights("w", {3, 2, 3, 3})
                       .scalar("one", 1)
                       .ints("pads", {0, 0, 1, 0, 0, 0, 2, 1})
                       .node("Pad", {"x", "pads", "one"}, {"a"})
                       .node("Conv", {"a", "w"}, {"y"}, {no_pads})
                       .output("y")
                       .build(),
                   merge_pads);
}

}  // namespace
}  // namespace quern::passes::test
