// Model-local functions.
#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Attribute reference(const std::string& name, const std::string& to) { return {name, 0.0f, to}; }

// f(x; slope = 0.5) = LeakyRelu(x, slope) + x, written for `opset`.
Function leaky_sum(int64_t opset = 13) {
  Function f;
  f.domain = "custom";
  f.name = "LeakySum";
  f.inputs = {"x"};
  f.outputs = {"y"};
  f.attribute_defaults = {{"slope", 0.5f, {}}};
  Node leaky = node("LeakyRelu", {"x"}, {"t"});
  leaky.attributes.push_back(reference("alpha", "slope"));
  f.nodes = {leaky, node("Add", {"t", "x"}, {"y"})};
  f.opsets[""] = opset;
  return f;
}

ModelBuilder calls(std::vector<std::pair<std::string, AttributeValue>> attributes = {}) {
  ModelBuilder m(13);
  m.domain("custom").input("a", {1}).output("b");
  m.model.functions.push_back(leaky_sum());
  m.add(node("LeakySum", {"a"}, {"mid"}, std::move(attributes), "custom"))
      .add(node("LeakySum", {"mid"}, {"b"}, {}, "custom"));
  return m;
}

TEST(Functions, AreInlinedWithDefaultsAndArguments) {
  EXPECT_THAT(operators_of(convert(calls())), ElementsAre("LeakyRelu", "Add", "LeakyRelu", "Add"));
  expect_near(run(calls(), {Tensor::from<float>({-4})}), {-9});
  expect_near(run(calls({{"slope", 1.0f}}), {Tensor::from<float>({-4})}), {-12});
}

TEST(Functions, SourceIsTheCall) {
  const Model model = convert(calls());
  EXPECT_EQ(model.graph.nodes[0].metadata.at("quern.source"), "mid");
  EXPECT_EQ(model.graph.nodes[0].outputs[0], "mid/t");
}

TEST(Functions, MayCallFunctions) {
  ModelBuilder m = calls();
  Function twice;
  twice.domain = "custom";
  twice.name = "Twice";
  twice.inputs = {"x"};
  twice.outputs = {"y"};
  twice.nodes = {node("LeakySum", {"x"}, {"t"}, {}, "custom"), node("LeakySum", {"t"}, {"y"}, {}, "custom")};
  m.model.functions.push_back(twice);
  m.model.graph.nodes = {node("Twice", {"a"}, {"b"}, {}, "custom")};
  expect_near(run(m, {Tensor::from<float>({-4})}), {-9});
}

TEST(Functions, HaveTheirOwnOpset) {
  ModelBuilder m = calls();
  Function& f = m.model.functions[0];
  f.opsets[""] = 6;
  f.nodes = {node("Clip", {"x"}, {"y"}, {{"max", 1.0f}})};
  m.model.graph.nodes = {node("LeakySum", {"a"}, {"b"}, {}, "custom")};
  const Model model = convert(m);
  EXPECT_EQ(model.graph.nodes.at(0).inputs.size(), 3u);
  EXPECT_FALSE(model.graph.nodes.at(0).metadata.contains("quern.opset"));
}

TEST(Functions, RecursionIsRefused) {
  ModelBuilder m = calls();
  m.model.functions[0].nodes = {node("LeakySum", {"x"}, {"y"}, {}, "custom")};
  EXPECT_THAT(error_of([&] { convert(m); }), HasSubstr("recursive"));
}

TEST(Functions, ExplosionIsRefused) {
  ModelBuilder m = calls();
  for (int level = 0; level < 24; ++level) {
    Function f;
    f.domain = "custom";
    f.name = "F" + std::to_string(level);
    f.inputs = {"x"};
    f.outputs = {"y"};
    const std::string inner = level == 0 ? "LeakySum" : "F" + std::to_string(level - 1);
    f.nodes = {node(inner, {"x"}, {"t"}, {}, "custom"), node(inner, {"t"}, {"y"}, {}, "custom")};
    m.model.functions.push_back(f);
  }
  m.model.graph.nodes = {node("F23", {"a"}, {"b"}, {}, "custom")};
  EXPECT_THAT(error_of([&] { convert(m); }), HasSubstr("expand to more than"));
}

}  // namespace
}  // namespace quern::frontend::onnx::test
