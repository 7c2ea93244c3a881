#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(UseGemm, ForMatMulAndAdd) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 4})
                                      .weights("w", {4, 3})
                                      .weights("c", {3})
                                      .node("MatMul", {"x", "w"}, {"a"})
                                      .node("Add", {"c", "a"}, {"y"})
                                      .output("y")
                                      .build(),
                                  use_gemm);
  EXPECT_THAT(ops_of(after), ElementsAre("Gemm"));
  EXPECT_THAT(after.nodes[0].inputs, ElementsAre("x", "w", "c"));
  EXPECT_EQ(after.nodes[0].metadata.at("quern.folded"), "a");
}

TEST(UseGemm, NotForMoreThanTwoAxes) {
  expect_untouched(GraphBuilder()
                       .input("x", {5, 2, 4})
                       .weights("w", {4, 3})
                       .weights("c", {3})
                       .node("MatMul", {"x", "w"}, {"a"})
                       .node("Add", {"a", "c"}, {"y"})
                       .output("y")
                       .build(),
                   use_gemm);
}

}  // namespace
}  // namespace quern::passes::test
