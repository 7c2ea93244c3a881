// Structure of untrusted graphs.
#include "graph/validate.hpp"

#include "support.hpp"

namespace quern::frontend::onnx::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string error_in(const ModelBuilder& m) {
  return error_of([&] { convert(m); });
}

TEST(Validate, UndefinedTensor) {
  ModelBuilder m(13);
  m.input("x", {2}).output("y").add(node("Add", {"x", "ghost"}, {"y"}));
  EXPECT_THAT(error_in(m),
              AllOf(HasSubstr("\"ghost\" is used but nothing makes it"), HasSubstr("Add \"y\"")));
}

TEST(Validate, TensorMadeTwice) {
  ModelBuilder m(13);
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"})).add(node("Neg", {"x"}, {"y"}));
  EXPECT_THAT(error_in(m), AllOf(HasSubstr("\"y\" is made twice"), HasSubstr("Neg")));
}

TEST(Validate, NodeThatOverwritesAnInput) {
  ModelBuilder m(13);
  m.input("x", {2}).output("x").add(node("Relu", {"x"}, {"x"}));
  EXPECT_THAT(error_in(m), HasSubstr("made twice"));
}

TEST(Validate, Cycle) {
  ModelBuilder m(13);
  m.input("x", {2})
      .output("y")
      .add(node("Add", {"x", "b"}, {"a"}))
      .add(node("Relu", {"a"}, {"b"}))
      .add(node("Neg", {"b"}, {"y"}));
  EXPECT_THAT(error_in(m), AllOf(HasSubstr("cycle"), HasSubstr("Add \"a\"")));
}

TEST(Validate, OutputThatNothingMakes) {
  ModelBuilder m(13);
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"z"}));
  EXPECT_THAT(error_in(m), HasSubstr("output \"y\""));
}

TEST(Validate, MissingRequiredInputNamesTheNode) {
  ModelBuilder m(11);
  m.input("x", {2}).output("y").add(node("Clip", {""}, {"y"}));
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_INPUT);
  ModelBuilder old(6);
  old.input("x", {2}).output("y").add(node("Clip", {}, {"y"}));
  EXPECT_THAT(error_in(old), AllOf(HasSubstr("input 0 is missing"), HasSubstr("Clip \"y\"")));
}

TEST(Validate, SequenceInputIsUnsupported) {
  ModelBuilder m(13);
  m.input("x", {2}).output("y").add(node("Relu", {"x"}, {"y"}));
  m.model.graph.inputs[0].is_tensor = false;
  EXPECT_EQ(status_of([&] { convert(m); }), QUERN_ERROR_UNSUPPORTED);
}

TEST(Validate, UnsortedGraphsAreSorted) {
  ModelBuilder m(13);
  m.input("x", {2})
      .output("y")
      .add(node("Neg", {"b"}, {"y"}))
      .add(node("Relu", {"a"}, {"b"}))
      .add(node("Abs", {"x"}, {"a"}));
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("Abs", "Relu", "Neg"));
}

TEST(Validate, SortedGraphsKeepTheirOrder) {
  ModelBuilder m(13);
  m.input("x", {2})
      .add(node("Neg", {"x"}, {"a"}))
      .add(node("Abs", {"x"}, {"b"}))
      .add(node("Relu", {"a"}, {"c"}));
  m.output("b").output("c");
  EXPECT_THAT(operators_of(convert(m)), ElementsAre("Neg", "Abs", "Relu"));
}

TEST(Validate, BranchesMayReadFromOutsideButNotFromNowhere) {
  auto branch = std::make_shared<Graph>();
  branch->nodes.push_back(node("Relu", {"ghost"}, {"t"}));
  branch->outputs.push_back(value("t", {1}));
  ModelBuilder m(13);
  m.input("c", {}, DataType::Bool).output("y");
  m.add(node("If", {"c"}, {"y"}, {{"then_branch", GraphPtr(branch)}, {"else_branch", GraphPtr(branch)}}));
  EXPECT_THAT(error_in(m), HasSubstr("\"ghost\""));
}

}  // namespace
}  // namespace quern::frontend::onnx::test
