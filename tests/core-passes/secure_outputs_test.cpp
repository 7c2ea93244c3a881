#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(SecureOutputs, MakesAConstantOutputByIdentity) {
  const Graph after = transformed(GraphBuilder()
                                      .input("x", {2})
                                      .weights("y", {3})
                                      .node("Neg", {"x"}, {"z"})
                                      .output("y")
                                      .output("z")
                                      .build(),
                                  secure_outputs);
  EXPECT_THAT(ops_of(after), ElementsAre("Identity", "Neg"));
  EXPECT_TRUE(after.constant("y_value"));
  EXPECT_FALSE(after.constant("y"));
}

}  // namespace
}  // namespace quern::passes::test
