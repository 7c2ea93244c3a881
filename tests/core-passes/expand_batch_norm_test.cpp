#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(ExpandBatchNorm, IntoMulAndAdd) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {2, 3, 4, 4})
                      .weights("gamma", {3})
                      .weights("beta", {3})
                      .weights("mean", {3})
                      .weights("variance", {3}, 0.1f, 2)
                      .node("BatchNormalization", {"x", "gamma", "beta", "mean", "variance"}, {"y"})
                      .output("y")
                      .build(),
                  expand_batch_norm, 1e-5);
  EXPECT_THAT(ops_of(after), ElementsAre("Mul", "Add"));
  EXPECT_EQ(after.constant(after.nodes[0].inputs[1])->dims, (Shape{3, 1, 1}));
  EXPECT_EQ(after.nodes[0].metadata.at("quern.source"), "y");
}

}  // namespace
}  // namespace quern::passes::test
