#include "harness.hpp"

namespace quern::cpu::test {
namespace {

GraphPtr branch(const std::string& op, const std::string& result) {
  auto graph = std::make_shared<Graph>();
  graph->name = result;
  graph->nodes.emplace_back(op, std::vector<std::string>{"hidden", "x"}, std::vector<std::string>{result});
  ValueInfo out;
  out.name = result;
  out.type = DataType::Float;
  graph->outputs.push_back(out);
  return graph;
}

// The branches read tensors of the graph around them, one of which lies channels last there.
TEST(Generic, BranchesSeeTheirSurroundings) {
  ModelBuilder b;
  b.input("condition", DataType::Bool, {}).input("x", {1, 3, 4, 5}).weights("w", {3, 3, 1, 1});
  b.node("Conv", {"x", "w"}, {"hidden"});
  b.node("If", {"condition"}, {"y"})
      .set("then_branch", branch("Add", "sum"))
      .set("else_branch", branch("Sub", "difference"));
  Model model = b.build();
  // Nothing but the branches reads it.
  std::erase_if(model.graph.outputs, [](const ValueInfo& v) { return v.name == "hidden"; });
  for (const bool condition : {true, false}) {
    Tensors inputs = random_inputs(model);
    inputs["condition"] = Tensor::scalar(condition);
    expect_close(run(model, inputs).at("y"), reference(model, inputs).at("y"), 1e-5, "y");
  }
}

// How many elements NonZero finds is known only when it ran; what follows runs on what it found.
TEST(Generic, ShapesThatDependOnData) {
  ModelBuilder b;
  b.input("x", {4, 6}).constant("one", Tensor::scalar<int64_t>(1));
  b.node("Relu", {"x"}, {"r"});
  b.node("NonZero", {"r"}, {"where"});
  b.node("Add", {"where", "one"}, {"y"});
  const Model model = b.build();
  Session session(model, {});
  for (const unsigned seed : {1u, 2u, 3u}) {
    const Tensors inputs = random_inputs(model, seed);
    EXPECT_TRUE(same_bytes(run(session, inputs).at("y"), reference(model, inputs).at("y")));
  }
}

TEST(Generic, DimensionsThatOnlyTheRunKnows) {
  ModelBuilder b;
  b.input("x", {kUnknownDim, 3});
  b.node("Relu", {"x"}, {"r"});
  b.node("Transpose", {"r"}, {"y"});
  const Model model = b.build();
  Session session(model, {});
  std::mt19937 random(3);
  for (const int64_t rows : {1, 5, 0, 2}) {
    const Tensors inputs{{"x", random_tensor(DataType::Float, {rows, 3}, random)}};
    EXPECT_TRUE(same_bytes(run(session, inputs).at("y"), reference(model, inputs).at("y")));
  }
}

TEST(Generic, TensorsWithoutElements) {
  ModelBuilder b;
  b.input("x", {2, 0, 3}).input("z", {2, 4, 3});
  b.node("Concat", {"x", "z"}, {"y"}).set("axis", int64_t(1));
  b.node("Relu", {"x"}, {"r"});
  expect_like_reference(b.build());
}

TEST(Generic, ModelThatClaimsAnotherShape) {
  ModelBuilder b;
  b.input("x", {4, 6});
  b.node("Relu", {"x"}, {"r"});
  b.node("NonZero", {"r"}, {"y"});
  Model model = b.build();
  model.graph.set_value("y", DataType::Int64, {2, 24});
  try {
    run(model, random_inputs(model));
    FAIL() << "the run should have noticed";
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("\"y\""), std::string::npos) << e.what();
  }
  model.graph.set_value("r", DataType::Float, {6, 4});
  EXPECT_THROW(Session(model, {}), InputError);
}

TEST(Generic, UnknownOperatorsAreListedTogether) {
  ModelBuilder b;
  b.input("x", {2});
  b.node("Frobnicate", {"x"}, {"a"});
  b.node("Frobnicate", {"a"}, {"b"});
  b.node("Transmogrify", {"b"}, {"y"}, "acme");
  try {
    Session(b.build(), {});
    FAIL() << "nobody can execute this";
  } catch (const UnsupportedError& e) {
    const std::string text = e.what();
    EXPECT_NE(text.find("Frobnicate (2, first \"a\")"), std::string::npos) << text;
    EXPECT_NE(text.find("acme.Transmogrify (1, first \"y\")"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace quern::cpu::test
