// The steps over whole programs: inputs, outputs, names, single assignment, what is unsupported.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names_of(const std::vector<ValueInfo>& values) {
  std::vector<std::string> names;
  for (const ValueInfo& v : values) names.push_back(v.name);
  return names;
}

ProgramBuilder chain() {
  ProgramBuilder program;
  program.input("x", {-1, 3}).op("relu", {{"X", {"x"}}}, {{"Out", {"a.tmp_0"}}});
  return program.op("tanh", {{"X", {"a.tmp_0"}}}, {{"Out", {"b.tmp_0"}}}).output("b.tmp_0");
}

TEST(Convert, KeepsNamesAndSources) {
  const Model model = convert(chain());
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("x"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("b.tmp_0"));
  EXPECT_EQ(model.graph.inputs[0].shape, (Shape{1, 3}));
  ASSERT_EQ(model.graph.nodes.size(), 2u);
  EXPECT_EQ(model.graph.nodes[0].outputs[0], "a.tmp_0");
  EXPECT_EQ(model.graph.nodes[0].metadata.at("quern.source"), "a.tmp_0");
  EXPECT_EQ(model.opsets.at(""), 17);
}

TEST(Convert, OrdersInputsAndOutputsByTheirColumns) {
  ProgramBuilder program;
  program.input("b", {2}).input("a", {2});
  program.op("relu", {{"X", {"a"}}}, {{"Out", {"y"}}}).op("tanh", {{"X", {"b"}}}, {{"Out", {"z"}}});
  const Model model = convert(program.output("z").output("y"));
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("b", "a"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("z", "y"));
}

TEST(Convert, GuessesInputsAndOutputsWithoutFeedAndFetch) {
  ProgramBuilder program;
  program.declare("x", {2}).declare("h", {2}).parameter("w", Tensor::from<float>({1, 2}));
  program.op("elementwise_add", {{"X", {"x"}}, {"Y", {"w"}}}, {{"Out", {"h"}}});
  program.op("relu", {{"X", {"h"}}}, {{"Out", {"y"}}});
  const Model model = convert(program);
  EXPECT_THAT(names_of(model.graph.inputs), ElementsAre("x"));
  EXPECT_THAT(names_of(model.graph.outputs), ElementsAre("y"));
}

TEST(Convert, EndsWhereTheUserSays) {
  ConvertOptions options;
  options.outputs = {"a.tmp_0"};
  EXPECT_EQ(convert(chain(), options).graph.nodes.size(), 1u);
  options.outputs = {"a.tmp_1"};
  EXPECT_THAT(error_of([&] { convert(chain(), options); }), HasSubstr("\"a.tmp_0\""));
}

// Detectors take the image's size and scale only for what is cut off.
TEST(Convert, DropsInputsThatAreNotNeededAnyMore) {
  ProgramBuilder program;
  program.input("image", {1, 3}).input("scale_factor", {-1, -1});
  program.op("relu", {{"X", {"image"}}}, {{"Out", {"f"}}});
  program.op("elementwise_mul", {{"X", {"f"}}, {"Y", {"scale_factor"}}}, {{"Out", {"y"}}}).output("y");
  EXPECT_THAT(error_of([&] { convert(program); }), HasSubstr("scale_factor"));
  ConvertOptions options;
  options.outputs = {"f"};
  EXPECT_THAT(names_of(convert(program, options).graph.inputs), ElementsAre("image"));
}

TEST(Convert, BindsOpenInputs) {
  ProgramBuilder program;
  program.input("x", {-1, 3, -1, -1}).op("relu", {{"X", {"x"}}}, {{"Out", {"y"}}}).output("y");
  EXPECT_THAT(error_of([&] { convert(program); }), HasSubstr("--input x=1x3x224x224"));
  ConvertOptions options;
  options.inputs = {{"x", {2, 3, 8, 8}}};
  EXPECT_EQ(convert(program, options).graph.inputs[0].shape, (Shape{2, 3, 8, 8}));
  options.inputs = {{"x", {2, 4, 8, 8}}};
  EXPECT_THAT(error_of([&] { convert(program, options); }), HasSubstr("fixes dimension 1 to 3"));
}

TEST(SingleAssignment, GivesEachValueItsName) {
  ProgramBuilder program;
  program.input("x", {2});
  program.op("relu", {{"X", {"x"}}}, {{"Out", {"t"}}});
  program.op("scale", {{"X", {"t"}}}, {{"Out", {"t"}}}, {{"scale", 2.0f}});
  program.op("increment", {{"X", {"t"}}}, {{"Out", {"t"}}}, {{"step", 1.0f}});
  program.op("tanh", {{"X", {"t"}}}, {{"Out", {"y"}}}).output("y").output("t");
  const Tensor x = Tensor::from<float>({-1, 3});
  const std::vector<Tensor> y = run_all(program, {x});
  expect_near(y[0], {std::tanh(1.0f), std::tanh(7.0f)});
  expect_near(y[1], {1, 7});
  EXPECT_THAT(names_of(convert(program).graph.outputs), ElementsAre("y", "t"));
}

TEST(SingleAssignment, OfAnInputKeepsTheInput) {
  ProgramBuilder program;
  program.input("x", {2}).op("relu", {{"X", {"x"}}}, {{"Out", {"x"}}});
  program.op("scale", {{"X", {"x"}}}, {{"Out", {"y"}}}, {{"scale", 2.0f}}).output("y");
  expect_near(run(program, {Tensor::from<float>({-1, 3})}), {0, 6});
}

TEST(Convert, TurnsOtherFloatsIntoFloat32) {
  ProgramBuilder program;
  program.input("x", {2}, DataType::Float16).parameter("w", Tensor::from<Half>({Half(0.5f), Half(2.0f)}));
  program.parameter("d", Tensor::from<double>({0.25, 1}));
  program.op("elementwise_mul", {{"X", {"x"}}, {"Y", {"w"}}}, {{"Out", {"m"}}});
  program.op("cast", {{"X", {"m"}}}, {{"Out", {"c"}}}, {{"out_dtype", 6}});
  program.op("elementwise_add", {{"X", {"c"}}, {"Y", {"d"}}}, {{"Out", {"y"}}}).output("y");
  const Tensor y = run(program, {Tensor::from<float>({2, 3})});
  EXPECT_EQ(y.type, DataType::Float);
  expect_near(y, {1.25f, 7});
}

// One report with all operators that are missing, with counts, the first of each, and what to do.
TEST(Unsupported, IsListedAtOnce) {
  ProgramBuilder program;
  program.input("x", {1, 2});
  program.op("relu", {{"X", {"x"}}}, {{"Out", {"a"}}});
  program.op("tensor_magic", {{"X", {"a"}}}, {{"Out", {"b"}}});
  program.op("sigmoid", {{"X", {"b"}}}, {{"Out", {"c"}}});
  program.op("tensor_magic", {{"X", {"c"}}}, {{"Out", {"d"}}});
  program.op("sequence_pool", {{"X", {"a"}}}, {{"Out", {"e"}}});
  program.op("while", {{"X", {"a"}}, {"Condition", {"a"}}}, {{"Out", {"f"}}},
             {{"sub_block", BlockNumber{1}}});
  program.op("bitwise_and", {{"X", {"a"}}, {"Y", {"a"}}}, {{"Out", {"g"}}});
  for (const char* name : {"d", "e", "f", "g"}) program.output(name);
  RecordingHost host;
  const Program read = read_program(blob_of(program.program()), "test");
  const std::string error = error_of([&] { convert_program(read, {}, {}, host.host(), "model.pdmodel"); });
  EXPECT_THAT(error, HasSubstr("5 nodes of 4 operators cannot be converted"));
  EXPECT_THAT(error, HasSubstr("tensor_magic (2)"));
  std::vector<std::string> messages;
  for (const Diagnostic& d : host.diagnostics) messages.push_back(d.message + " " + d.hint);
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_THAT(messages,
              testing::Contains(HasSubstr("tensor_magic is not supported (2 nodes, the first is \"b\")")));
  EXPECT_THAT(messages, testing::Contains(HasSubstr("sequences of different lengths")));
  EXPECT_THAT(messages, testing::Contains(HasSubstr("its condition depends on the data")));
  EXPECT_THAT(messages, testing::Contains(HasSubstr("bitwise arithmetic on integers")));
}

TEST(Unsupported, OperatorsAreNotListedAsSupported) {
  const std::vector<std::string> names = supported_operators();
  EXPECT_GT(names.size(), 180u);
  EXPECT_THAT(names, testing::Contains("conv2d"));
  EXPECT_THAT(names, testing::Not(testing::Contains("while")));
}

TEST(Damage, NamesTheOperator) {
  ProgramBuilder program;
  program.input("x", {1, 2})
      .op("transpose2", {{"X", {"x"}}}, {{"Out", {"y"}}}, {{"axis", Ints{0, 5}}})
      .output("y");
  EXPECT_THAT(error_of([&] { convert(program); }), HasSubstr("axis 5 does not exist"));
  EXPECT_THAT(error_of([&] { convert(program); }), HasSubstr("transpose2 \"y\""));
}

TEST(Damage, OfTheGraphIsRefused) {
  ProgramBuilder open;
  open.input("x", {1})
      .op("elementwise_add", {{"X", {"x"}}, {"Y", {"missing"}}}, {{"Out", {"y"}}})
      .output("y");
  EXPECT_THAT(error_of([&] { convert(open); }), HasSubstr("\"missing\" is used but nothing makes it"));
  ProgramBuilder circle;
  circle.input("x", {1});
  circle.op("elementwise_add", {{"X", {"x"}}, {"Y", {"b"}}}, {{"Out", {"a"}}});
  circle.op("relu", {{"X", {"a"}}}, {{"Out", {"b"}}}).output("b");
  EXPECT_THAT(error_of([&] { convert(circle); }), HasSubstr("cycle"));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
