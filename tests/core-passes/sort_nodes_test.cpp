#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(SortNodes, PutsMakersFirstAndKeepsTheOrderOtherwise) {
  Graph graph = GraphBuilder()
                    .input("x", {2})
                    .node("Neg", {"b"}, {"c"})
                    .node("Abs", {"x"}, {"a"})
                    .node("Relu", {"a"}, {"b"})
                    .node("Exp", {"x"}, {"d"})
                    .output("c")
                    .build();
  EXPECT_TRUE(sort_nodes(graph));
  EXPECT_THAT(ops_of(graph), ElementsAre("Abs", "Relu", "Neg", "Exp"));
  EXPECT_FALSE(sort_nodes(graph));
}

TEST(SortNodes, CountsWhatSubgraphsCapture) {
  const GraphPtr branch = GraphBuilder().node("Neg", {"late"}, {"n"}).output("n").share();
  Graph graph = GraphBuilder()
                    .input("x", {2})
                    .input("c", {}, DataType::Bool)
                    .node("If", {"c"}, {"y"}, {{"then_branch", branch, {}}, {"else_branch", branch, {}}})
                    .node("Abs", {"x"}, {"late"})
                    .output("y")
                    .build();
  sort_nodes(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Abs", "If"));
}

TEST(SortNodes, RefusesCyclesMissingTensorsAndDuplicates) {
  Graph cycle = GraphBuilder().node("Neg", {"b"}, {"a"}).node("Abs", {"a"}, {"b"}).output("a").build();
  EXPECT_THROW(sort_nodes(cycle), InputError);
  Graph missing = GraphBuilder().node("Neg", {"nowhere"}, {"a"}).output("a").build();
  EXPECT_THROW(sort_nodes(missing), InputError);
  Graph twice = GraphBuilder().input("x", {1}).node("Neg", {"x"}, {"a"}).node("Abs", {"x"}, {"a"}).build();
  EXPECT_THROW(sort_nodes(twice), InputError);
}

TEST(SortNodes, IsNotLimitedByTheCallStack) {
  GraphBuilder builder;
  builder.input("t0", {1});
  for (int i = 100'000; i > 0; --i) builder.node("Neg", {numbered("t", i - 1)}, {numbered("t", i)});
  Graph graph = builder.build();
  EXPECT_TRUE(sort_nodes(graph));
  EXPECT_EQ(graph.nodes[0].outputs[0], "t1");
}

}  // namespace
}  // namespace quern::passes::test
