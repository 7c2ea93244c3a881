#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

TEST(InferShapes, FindsTypesAndShapes) {
  Graph graph = GraphBuilder()
                    .input("x", {1, 3, 8, 8})
                    .weights("w", {4, 3, 3, 3})
                    .node("Conv", {"x", "w"}, {"y"}, {{"strides", std::vector<int64_t>{2, 2}, {}}})
                    .output("y")
                    .build();
  infer_shapes(graph);
  EXPECT_EQ(graph.shape("y"), (Shape{1, 4, 3, 3}));
  EXPECT_EQ(graph.outputs[0].shape, (Shape{1, 4, 3, 3}));
  EXPECT_EQ(graph.type("y"), DataType::Float);
}

TEST(InferShapes, DoesNotBelieveDeclaredShapes) {
  Graph graph = GraphBuilder().input("x", {2, 3}).node("Neg", {"x"}, {"y"}).output("y").build();
  graph.set_value("y", DataType::Int8, {77});
  infer_shapes(graph);
  EXPECT_EQ(graph.shape("y"), (Shape{2, 3}));
  EXPECT_EQ(graph.type("y"), DataType::Float);
}

// The flattening that PyTorch exports: x.view(x.size(0), -1).
TEST(InferShapes, EvaluatesShapeArithmetic) {
  const Graph after =
      transformed(GraphBuilder()
                      .input("x", {2, 3, 4})
                      .constant("zero", Tensor::scalar<int64_t>(0))
                      .ints("axes", {0})
                      .ints("rest", {-1})
                      .node("Shape", {"x"}, {"shape"})
                      .node("Gather", {"shape", "zero"}, {"batch"})
                      .node("Unsqueeze", {"batch", "axes"}, {"batch_1"})
                      .node("Concat", {"batch_1", "rest"}, {"target"}, {{"axis", int64_t(0), {}}})
                      .node("Reshape", {"x", "target"}, {"y"})
                      .output("y")
                      .build(),
                  [](Graph& graph) {
                    infer_shapes(graph);
                    return remove_dead_nodes(graph);
                  });
  EXPECT_THAT(ops_of(after), ElementsAre("Reshape"));
  EXPECT_EQ(after.shape("y"), (Shape{2, 12}));
}

TEST(InferShapes, FollowsValuesThatAreKnownInPart) {
  Graph graph = GraphBuilder()
                    .input("x", {kUnknownDim, 3, 4})
                    .constant("one", Tensor::scalar<int64_t>(1))
                    .ints("first", {0})
                    .ints("axes", {0})
                    .ints("rest", {-1})
                    .node("Shape", {"x"}, {"shape"})
                    .node("Gather", {"shape", "one"}, {"channels"})
                    .node("Gather", {"shape", "first"}, {"batch"})
                    .node("Unsqueeze", {"channels", "axes"}, {"channels_1"})
                    .node("Concat", {"batch", "channels_1", "rest"}, {"target"}, {{"axis", int64_t(0), {}}})
                    .node("Reshape", {"x", "target"}, {"y"})
                    .output("y")
                    .build();
  infer_shapes(graph);
  ASSERT_TRUE(graph.constant("channels"));
  EXPECT_THAT(graph.constant("channels")->to_int64(), ElementsAre(3));
  EXPECT_EQ(graph.value("y")->shape, (Shape{kUnknownDim, 3, kUnknownDim}));
}

TEST(InferShapes, DoesNotBlowUpMemory) {
  Graph graph = GraphBuilder()
                    .scalar("small", 1)
                    .ints("huge", {1 << 14, 1 << 12})
                    .node("Expand", {"small", "huge"}, {"y"})
                    .output("y")
                    .build();
  infer_shapes(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Expand"));
}

TEST(InferShapes, KeepsRandomNumbersRandom) {
  Graph graph = GraphBuilder()
                    .node("RandomNormal", {}, {"y"}, {{"shape", std::vector<int64_t>{2}, {}}})
                    .output("y")
                    .build();
  infer_shapes(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("RandomNormal"));
}

TEST(InferShapes, NamesTheNodeThatContradictsItsDefinition) {
  Graph graph = GraphBuilder()
                    .input("x", {2, 3})
                    .input("w", {5, 7})
                    .node("MatMul", {"x", "w"}, {"product"})
                    .output("product")
                    .build();
  try {
    infer_shapes(graph);
    FAIL() << "no error";
  } catch (const Error& e) {
    EXPECT_THAT(e.where(), testing::HasSubstr("product"));
  }
}

}  // namespace
}  // namespace quern::passes::test
