#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

TEST(NameNodes, GivesUniqueNamesAndSources) {
  Graph graph = GraphBuilder().input("x", {1}).node("Neg", {"x"}, {"a"}).node("Abs", {"a"}, {"b"}).build();
  graph.nodes[0].name = "layer";
  graph.nodes[0].metadata["quern.source"] = "original";
  graph.nodes[1].name = "layer";
  EXPECT_TRUE(name_nodes(graph));
  EXPECT_EQ(graph.nodes[0].name, "layer");
  EXPECT_EQ(graph.nodes[1].name, "layer_1");
  EXPECT_EQ(graph.nodes[0].metadata["quern.source"], "original");
  EXPECT_EQ(graph.nodes[1].metadata["quern.source"], "layer_1");
  EXPECT_FALSE(name_nodes(graph));
}

}  // namespace
}  // namespace quern::passes::test
