#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

GraphBuilder with_slope(float slope) {
  return GraphBuilder()
      .input("x", {40})
      .scalar("slope", slope)
      .node("Mul", {"x", "slope"}, {"a"})
      .node("Max", {"a", "x"}, {"y"})
      .output("y");
}

TEST(RecogniseLeakyRelu, FromMax) {
  const Graph after = transformed(with_slope(0.1f).build(), recognise_leaky_relu);
  EXPECT_THAT(ops_of(after), ElementsAre("LeakyRelu"));
  EXPECT_EQ(after.nodes[0].get_float("alpha", 0), 0.1f);
}

TEST(RecogniseLeakyRelu, NotForASteepSlope) {
  expect_untouched(with_slope(1.5f).build(), recognise_leaky_relu);
}

}  // namespace
}  // namespace quern::passes::test
