#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NormaliseGemm, FoldsFactorsIntoConstants) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {4, 2})
                      .weights("w", {4, 3})
                      .weights("c", {1, 3})
                      .node("Gemm", {"x", "w", "c"}, {"y"},
                            {{"transA", int64_t(1), {}}, {"alpha", 0.5f, {}}, {"beta", 2.0f, {}}})
                      .output("y")
                      .build(),
                  normalise_gemm);
  EXPECT_THAT(ops_of(after), ElementsAre("Transpose", "Gemm"));
  EXPECT_THAT(after.nodes[1].attributes, IsEmpty());
  EXPECT_EQ(after.nodes[1].inputs[1], "w");
  EXPECT_EQ(after.constant("c")->dims, Shape{3});
  expect_untouched(after, normalise_gemm);
}

TEST(NormaliseGemm, ScalesInputsThatAreNotConstant) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {2, 4})
                      .input("w", {4, 3})
                      .input("c", {2, 3})
                      .node("Gemm", {"x", "w", "c"}, {"y"}, {{"alpha", 0.5f, {}}, {"beta", 2.0f, {}}})
                      .output("y")
                      .build(),
                  normalise_gemm);
  EXPECT_THAT(ops_of(after), ElementsAre("Mul", "Mul", "Gemm"));
}

TEST(NormaliseGemm, DropsAnInputThatBetaSwitchesOff) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 4})
                                      .weights("w", {4, 3})
                                      .weights("c", {3})
                                      .node("Gemm", {"x", "w", "c"}, {"y"}, {{"beta", 0.0f, {}}})
                                      .output("y")
                                      .build(),
                                  normalise_gemm);
  EXPECT_EQ(after.nodes[0].inputs.size(), 2u);
}

}  // namespace
}  // namespace quern::passes::test
