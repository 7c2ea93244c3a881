#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(NormaliseArithmetic, TurnsSubAndDivByConstantsRound) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2, 3})
                                      .weights("c", {3})
                                      .weights("d", {3}, 1, 7)
                                      .node("Sub", {"x", "c"}, {"a"})
                                      .node("Div", {"a", "d"}, {"y"})
                                      .output("y")
                                      .build(),
                                  normalise_arithmetic);
  EXPECT_THAT(ops_of(after), ElementsAre("Add", "Mul"));
}

TEST(NormaliseArithmetic, KeepsWhatWouldNotBeTheSame) {
  expect_untouched(GraphBuilder()
                       .input("x", {3})
                       .scalar("c", 2)
                       .scalar("zero", 0)
                       .constant("three", Tensor::scalar<int64_t>(3))
                       .input("i", {3}, DataType::Int64)
                       .node("Sub", {"c", "x"}, {"a"})
                       .node("Div", {"c", "x"}, {"b"})
                       .node("Div", {"x", "zero"}, {"d"})
                       .node("Div", {"i", "three"}, {"e"})
                       .output("a")
                       .output("b")
                       .output("d")
                       .output("e")
                       .build(),
                   normalise_arithmetic);
}

}  // namespace
}  // namespace quern::passes::test
