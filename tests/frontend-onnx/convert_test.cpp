// What holds for every converted model: versions, names, constants, element types, the report of what is
// unsupported.
#include <set>

#include "ops/adapter.hpp"
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Convert, NodesGetUniqueNamesAndTheirSource) {
  ModelBuilder m(13);
  m.input("x", {2}).output("z");
  for (auto [in, out] : {std::pair("x", "y"), std::pair("y", "z")}) {
    Node n = node("Relu", {in}, {out});
    n.name = "same";
    m.add(n);
  }
  Node unnamed = node("Neg", {"x"}, {"w"});
  unnamed.name.clear();
  m.add(unnamed).output("w");
  const Model model = convert(m);
  std::set<std::string> names;
  for (const Node& n : model.graph.nodes) names.insert(n.name);
  EXPECT_EQ(names.size(), 3u);
  EXPECT_EQ(model.graph.nodes[1].metadata.at("quern.source"), "same");
  EXPECT_EQ(find_node(model, "Neg").metadata.at("quern.source"), "w");
}

TEST(Convert, MadeNodesAreNamedAfterTheOriginal) {
  ModelBuilder m(6);
  m.input("a", {1, 2, 2}).constant("b", Tensor::from<float>({10, 20})).output("y");
  m.add(node("Add", {"a", "b"}, {"y"}, {{"broadcast", int64_t(1)}, {"axis", int64_t(1)}}));
  const Model model = convert(m);
  EXPECT_EQ(model.graph.nodes[0].name, "y/aligned");
  EXPECT_EQ(model.graph.nodes[0].metadata.at("quern.source"), "y");
  EXPECT_EQ(model.graph.nodes[1].outputs[0], "y");
}

TEST(Convert, ResultIsOpset17) {
  ModelBuilder m(21);
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"}));
  const Model model = convert(m);
  EXPECT_EQ(model.opsets.at(""), 17);
  EXPECT_EQ(model.ir_version, 8);
}

TEST(Convert, ConstantsOfAllSpellingsBecomeInitializers) {
  ModelBuilder m(13);
  m.input("x", {2}).output("y");
  m.add(node("Constant", {}, {"a"}, {{"value", Tensor::from<float>({1, 2})}}));
  m.add(node("Constant", {}, {"b"}, {{"value_floats", std::vector<float>{3, 4}}}));
  m.add(node("Constant", {}, {"c"}, {{"value_float", 5.0f}}));
  m.add(node("Constant", {}, {"i"}, {{"value_ints", ints({2})}}));
  m.add(node("Add", {"x", "a"}, {"xa"}))
      .add(node("Add", {"xa", "b"}, {"xab"}))
      .add(node("Add", {"xab", "c"}, {"xabc"}));
  m.add(node("Reshape", {"xabc", "i"}, {"y"}));
  const Model model = convert(m);
  EXPECT_THAT(operators_of(model), ElementsAre("Add", "Add", "Add", "Reshape"));
  EXPECT_EQ(model.graph.initializers.size(), 4u);
  expect_near(run(m, {Tensor::from<float>({0, 0})}), {9, 11});
}

TEST(Convert, HalfAndDoubleBecomeFloat) {
  ModelBuilder m(13);
  m.input("x", {1}, DataType::Float16).output("y", DataType::Double);
  m.constant("w", Tensor::from<Half>({Half(1.5f)}));
  m.add(node("Add", {"x", "w"}, {"s"})).add(node("Cast", {"s"}, {"y"}, {{"to", int64_t(DataType::Double)}}));
  const Model model = convert(m);
  EXPECT_EQ(model.graph.inputs[0].type, DataType::Float);
  EXPECT_EQ(model.graph.outputs[0].type, DataType::Float);
  EXPECT_EQ(model.graph.constant("w")->type, DataType::Float);
  EXPECT_EQ(find_node(model, "Cast").get_int("to", 0), int64_t(DataType::Float));
  expect_near(run(m, {Tensor::from<float>({2})}), {3.5f});
}

TEST(Convert, BranchesAreAdaptedToo) {
  auto then_branch = std::make_shared<Graph>();
  then_branch->nodes.push_back(node("Clip", {"x"}, {"t"}, {{"min", 0.0f}, {"max", 1.0f}}));
  then_branch->outputs.push_back(value("t", {1}));
  auto else_branch = std::make_shared<Graph>();
  else_branch->nodes.push_back(node("Constant", {}, {"k"}, {{"value", Tensor::from<float>({7})}}));
  else_branch->nodes.push_back(node("Identity", {"k"}, {"e"}));
  else_branch->outputs.push_back(value("e", {1}));
  ModelBuilder m(10);
  m.input("x", {1}).input("c", {}, DataType::Bool).output("y");
  m.add(node("If", {"c"}, {"y"},
             {{"then_branch", GraphPtr(then_branch)}, {"else_branch", GraphPtr(else_branch)}}));
  const Model model = convert(m);
  const auto body = model.graph.nodes[0].require<GraphPtr>("then_branch");
  EXPECT_EQ(body->nodes.at(0).inputs.size(), 3u);
  expect_near(run(m, {Tensor::from<float>({5}), Tensor::scalar(true)}), {1});
  expect_near(run(m, {Tensor::from<float>({5}), Tensor::scalar(false)}), {7});
}

TEST(Convert, UnsupportedOperatorsAreReportedTogether) {
  ModelBuilder m(13);
  m.input("x", {2}).output("z");
  m.add(node("Col3Im", {"x"}, {"a"}))
      .add(node("Col3Im", {"a"}, {"b"}))
      .add(node("Frob", {"b"}, {"z"}, {}, "my.domain"));
  RecordingHost host;
  const std::string summary = error_of([&] { convert_model(m.model, {}, host.host(), "net.onnx"); });
  ASSERT_EQ(host.diagnostics.size(), 2u);
  EXPECT_EQ(host.diagnostics[0].op_type, "Col3Im");
  EXPECT_THAT(host.diagnostics[0].message, HasSubstr("2 nodes, the first is \"a\""));
  EXPECT_EQ(host.diagnostics[1].op_type, "my.domain.Frob");
  EXPECT_THAT(summary,
              HasSubstr("3 nodes of 2 operators cannot be converted: Col3Im (2), my.domain.Frob (1)"));
  EXPECT_THAT(summary, HasSubstr("net.onnx"));
}

TEST(Convert, NewerVersionsAreRefusedOnlyWhereStrict) {
  ModelBuilder m(22);
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"}));
  RecordingHost host;
  convert_model(m.model, {}, host.host(), "m");
  ASSERT_EQ(host.diagnostics.size(), 1u);
  EXPECT_EQ(host.diagnostics[0].severity, QUERN_SEVERITY_WARNING);
  ConvertOptions strict;
  strict.strict = true;
  EXPECT_EQ(status_of([&] { convert_model(m.model, strict, host.host(), "m"); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(Convert, ModelWithoutOnnxOpsetIsRefused) {
  ModelBuilder m(13);
  m.model.opsets = {{"my.domain", 1}};
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
}

TEST(Convert, OperatorListIsSortedAndHoldsOldAndNewNames) {
  const std::vector<std::string> names = supported_operators();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"Conv", "Constant", "Upsample", "Mish", "com.microsoft.FusedConv"})
    EXPECT_THAT(names, Contains(name));
}

TEST(Convert, SameModelGivesSameNodes) {
  ModelBuilder m(6);
  m.input("x", {1, 2, 2}).constant("b", Tensor::from<float>({1, 2})).output("y");
  m.add(node("Add", {"x", "b"}, {"a"}, {{"broadcast", int64_t(1)}, {"axis", int64_t(1)}}))
      .add(node("Clip", {"a"}, {"y"}, {{"max", 1.0f}}));
  EXPECT_EQ(operators_of(convert(m)), operators_of(convert(m)));
}

}  // namespace
}  // namespace quern::frontend::onnx::test
