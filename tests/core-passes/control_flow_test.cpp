#include <gmock/gmock.h>

#include "core-passes/support.hpp"
#include "passes/passes.hpp"

namespace quern::passes::test {
namespace {

using testing::ElementsAre;

void infer_and_clean(Graph& graph) {
  infer_shapes(graph);
  remove_no_ops(graph);
}

Graph with_if(bool condition) {
  const GraphPtr negate = GraphBuilder().node("Neg", {"x"}, {"n"}).output("n").share();
  const GraphPtr keep = GraphBuilder().output("x").share();
  return GraphBuilder()
      .input("x", {2})
      .constant("c", Tensor::scalar(condition))
      .node("If", {"c"}, {"y"}, {{"then_branch", negate, {}}, {"else_branch", keep, {}}})
      .node("Abs", {"y"}, {"z"})
      .output("z")
      .build();
}

TEST(ControlFlow, IfBecomesTheBranchThatIsTaken) {
  Graph graph = with_if(true);
  infer_and_clean(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Neg", "Abs"));
  expect_same_outputs(with_if(true), graph, 0);
}

TEST(ControlFlow, IfMayReturnAnOuterTensor) {
  Graph graph = with_if(false);
  infer_and_clean(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Abs"));
  expect_same_outputs(with_if(false), graph, 0);
}

// state = state * 2 + x, three times; every state is stacked as well.
Graph with_loop(int64_t trips) {
  const GraphPtr body = GraphBuilder()
                            .input("i", {}, DataType::Int64)
                            .input("cond", {}, DataType::Bool)
                            .input("state", {2})
                            .scalar("two", 2)
                            .node("Mul", {"state", "two"}, {"doubled"})
                            .node("Add", {"doubled", "x"}, {"next"})
                            .node("Identity", {"cond"}, {"cond_out"})
                            .output("cond_out")
                            .output("next")
                            .output("next")
                            .share();
  return GraphBuilder()
      .input("x", {2})
      .input("start", {2})
      .constant("trips", Tensor::scalar(trips))
      .constant("go", Tensor::scalar(true))
      .node("Loop", {"trips", "go", "start"}, {"last", "all"}, {{"body", body, {}}})
      .output("last")
      .output("all")
      .build();
}

TEST(ControlFlow, LoopIsUnrolled) {
  Graph graph = with_loop(3);
  infer_and_clean(graph);
  for (const std::string& op : ops_of(graph)) EXPECT_NE(op, "Loop");
  EXPECT_EQ(graph.shape("all"), (Shape{3, 2}));
  expect_same_outputs(with_loop(3), graph, 0);
}

TEST(ControlFlow, LoopThatIsTooLongStays) {
  Graph graph = with_loop(1'000'000'000'000);
  infer_shapes(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Loop"));
}

TEST(ControlFlow, ScanIsUnrolledInBothDirections) {
  const GraphPtr body = GraphBuilder()
                            .input("sum", {2})
                            .input("row", {2})
                            .node("Add", {"sum", "row"}, {"next"})
                            .output("next")
                            .output("next")
                            .share();
  const Graph before = GraphBuilder()
                           .input("start", {2})
                           .input("rows", {4, 2})
                           .node("Scan", {"start", "rows"}, {"sum", "sums"},
                                 {{"body", body, {}},
                                  {"num_scan_inputs", int64_t(1), {}},
                                  {"scan_input_directions", std::vector<int64_t>{1}, {}},
                                  {"scan_output_directions", std::vector<int64_t>{1}, {}}})
                           .output("sum")
                           .output("sums")
                           .build();
  Graph graph = before;
  infer_and_clean(graph);
  for (const std::string& op : ops_of(graph)) EXPECT_NE(op, "Scan");
  expect_same_outputs(before, graph, 0);
}

TEST(ControlFlow, NestedBodiesReadTheRenamedTensors) {
  const GraphPtr inner = GraphBuilder().node("Neg", {"doubled"}, {"n"}).output("n").share();
  const GraphPtr other = GraphBuilder().node("Abs", {"doubled"}, {"a"}).output("a").share();
  const GraphPtr body =
      GraphBuilder()
          .input("i", {}, DataType::Int64)
          .input("cond", {}, DataType::Bool)
          .input("state", {2})
          .node("Add", {"state", "state"}, {"doubled"})
          .node("If", {"choice"}, {"next"}, {{"then_branch", inner, {}}, {"else_branch", other, {}}})
          .output("cond")
          .output("next")
          .share();
  const Graph before = GraphBuilder()
                           .input("start", {2})
                           .input("choice", {}, DataType::Bool)
                           .constant("trips", Tensor::scalar<int64_t>(3))
                           .node("Loop", {"trips", "", "start"}, {"y"}, {{"body", body, {}}})
                           .output("y")
                           .build();
  Graph graph = before;
  infer_and_clean(graph);
  EXPECT_THAT(ops_of(graph), ElementsAre("Add", "If", "Add", "If", "Add", "If"));
  expect_same_outputs(before, graph, 0);
}

}  // namespace
}  // namespace quern::passes::test
