#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(ExtractConstants, MovesValuesToInitializers) {
  Graph graph = GraphBuilder()
                    .input("x", {2})
                    .node("Constant", {}, {"c"}, {{"value", Tensor::from(std::vector<float>{1, 2}), {}}})
                    .node("Constant", {}, {"k"}, {{"value_int", int64_t(7), {}}})
                    .node("Add", {"x", "c"}, {"y"})
                    .output("y")
                    .build();
  EXPECT_TRUE(extract_constants(graph));
  EXPECT_THAT(ops_of(graph), ElementsAre("Add"));
  EXPECT_THAT(graph.constant("c")->values<float>(), ElementsAre(1, 2));
  EXPECT_THAT(graph.constant("k")->to_int64(), ElementsAre(7));
  EXPECT_FALSE(extract_constants(graph));
}

}  // namespace
}  // namespace quern::passes::test
