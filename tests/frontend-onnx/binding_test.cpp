// Shapes of inputs, and where the graph ends.
#include <quern/frontend/cut_outputs.hpp>

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ModelBuilder open_model() {
  ModelBuilder m(13);
  m.input("data", {kUnknownDim, 3, kUnknownDim, kUnknownDim}).output("y");
  m.model.graph.inputs[0].dim_names = {"N", "", "H", "W"};
  m.add(node("Relu", {"data"}, {"middle"})).add(node("Neg", {"middle"}, {"y"}));
  return m;
}

ConvertOptions bound(const std::string& name, Shape dims) {
  ConvertOptions options;
  options.inputs.push_back({name, std::move(dims)});
  return options;
}

TEST(BindInputs, SetsTheShape) {
  const Model model = convert(open_model(), bound("data", {2, 3, 8, 9}));
  EXPECT_EQ(model.graph.inputs[0].shape, Shape({2, 3, 8, 9}));
  EXPECT_EQ(model.graph.outputs[0].shape, Shape({2, 3, 8, 9}));
}

TEST(BindInputs, UnknownNameListsTheInputs) {
  const std::string error = error_of([] { convert(open_model(), bound("image", {1, 3, 8, 8})); });
  EXPECT_THAT(error, HasSubstr("no input \"image\""));
  EXPECT_THAT(error, HasSubstr("data (Nx3xHxW)"));
}

TEST(BindInputs, ContradictionsAreExplained) {
  EXPECT_THAT(error_of([] {
                convert(open_model(), bound("data", {1, 4, 8, 8}));
              }),
              HasSubstr("fixes dimension 1 to 3"));
  EXPECT_THAT(error_of([] {
                convert(open_model(), bound("data", {3, 8, 8}));
              }),
              HasSubstr("declares 4 dimensions, not 3"));
  EXPECT_THAT(error_of([] { convert(open_model(), bound("data", {1, 3, 0, 8})); }), HasSubstr("at least 1"));
}

TEST(BindInputs, AllOpenInputsAreListedAtOnce) {
  ModelBuilder m = open_model();
  m.input("other", {kUnknownDim, kUnknownDim}).add(node("Relu", {"other"}, {"z"})).output("z");
  const std::string error = error_of([&] { convert(m); });
  EXPECT_THAT(error, HasSubstr("data (1x3xHxW)"));
  EXPECT_THAT(error, HasSubstr("other (1x?)"));
  EXPECT_THAT(error, HasSubstr("--input data=1x3x224x224"));
  EXPECT_THAT(error, HasSubstr("inputs: {data: [1,3,224,224]"));
}

TEST(BindInputs, OpenBatchBecomesOneWithANote) {
  ModelBuilder m(13);
  m.input("x", {kUnknownDim, 4}).output("y").add(node("Relu", {"x"}, {"y"}));
  RecordingHost host;
  const Model model = convert_model(m.model, {}, host.host(), "test.onnx");
  EXPECT_EQ(model.graph.inputs[0].shape, Shape({1, 4}));
  ASSERT_EQ(host.diagnostics.size(), 1u);
  EXPECT_EQ(host.diagnostics[0].severity, QUERN_SEVERITY_NOTE);
  EXPECT_THAT(host.diagnostics[0].message, HasSubstr("\"x\""));
}

TEST(BindInputs, NamedDimensionsFollow) {
  ModelBuilder m(13);
  m.input("a", {kUnknownDim, 2}).input("b", {3, kUnknownDim}).output("y");
  m.model.graph.inputs[0].dim_names = {"len", ""};
  m.model.graph.inputs[1].dim_names = {"", "len"};
  m.add(node("MatMul", {"b", "a"}, {"y"}));
  EXPECT_EQ(convert(m, bound("a", {5, 2})).graph.inputs[1].shape, Shape({3, 5}));
}

TEST(BindInputs, ANameThatAllOpenDimensionsShareSaysNothing) {
  ModelBuilder m(13);
  m.input("a", {kUnknownDim, kUnknownDim}).input("b", {1, kUnknownDim}).output("y").output("z");
  m.model.graph.inputs[0].dim_names = {"dynamic", "dynamic"};
  m.model.graph.inputs[1].dim_names = {"", "dynamic"};
  m.add(node("Relu", {"a"}, {"y"})).add(node("Relu", {"b"}, {"z"}));
  EXPECT_THAT(error_of([&] { convert(m, bound("a", {5, 2})); }), HasSubstr("b (1xdynamic)"));
}

TEST(CutOutputs, EndsTheGraphAndDropsWhatIsNotNeeded) {
  ModelBuilder m = open_model();
  m.input("late", {1}).add(node("NoSuchOperator", {"y", "late"}, {"z"})).output("z");
  ConvertOptions options = bound("data", {1, 3, 2, 2});
  options.outputs = {"middle"};
  const Model model = convert(m, options);
  EXPECT_THAT(operators_of(model), ElementsAre("Relu"));
  EXPECT_EQ(model.graph.inputs.size(), 1u);
  EXPECT_EQ(model.graph.outputs.at(0).name, "middle");
  EXPECT_EQ(model.graph.outputs.at(0).type, DataType::Float);
}

TEST(CutOutputs, UnknownNamesGetTheNearestOnes) {
  ConvertOptions options = bound("data", {1, 3, 2, 2});
  options.outputs = {"midle"};
  EXPECT_THAT(error_of([&] { convert(open_model(), options); }), HasSubstr("\"middle\""));
}

TEST(CutOutputs, NameOfALayerIsExplained) {
  ModelBuilder m = open_model();
  m.model.graph.nodes[0].name = "relu_layer";
  ConvertOptions options = bound("data", {1, 3, 2, 2});
  options.outputs = {"relu_layer"};
  EXPECT_THAT(error_of([&] { convert(m, options); }), HasSubstr("name of a layer"));
}

TEST(Names, EditDistance) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
}

TEST(Names, FreshNamesAreUnique) {
  Names names;
  EXPECT_EQ(names.fresh("a"), "a");
  names.take("a_1");
  EXPECT_EQ(names.fresh("a"), "a_2");
}

}  // namespace
}  // namespace quern::frontend::onnx::test
