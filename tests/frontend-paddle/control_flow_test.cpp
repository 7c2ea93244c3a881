// Branches and loops: evaluated away where their conditions follow from constants and shapes.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;

// Whether the second dimension of "x" is below `limit`, in variable "c".
void add_condition(ProgramBuilder& program, int limit) {
  program.op("shape", {{"Input", {"x"}}}, {{"Out", {"dims"}}});
  program.op("slice", {{"Input", {"dims"}}}, {{"Out", {"n"}}},
             {{"axes", Ints{0}}, {"starts", Ints{1}}, {"ends", Ints{2}}});
  program.op("fill_constant", {}, {{"Out", {"limit"}}},
             {{"shape", std::vector<int64_t>{1}}, {"value", float(limit)}, {"dtype", 2}});
  program.op("less_than", {{"X", {"n"}}, {"Y", {"limit"}}}, {{"Out", {"c"}}});
}

// if c: t = relu(x) else: f = tanh(x); y = t or f
ProgramBuilder branches(int limit) {
  ProgramBuilder program;
  program.input("x", {1, 4});
  add_condition(program, limit);
  program.op("conditional_block", {{"Cond", {"c"}}, {"Input", {"x"}}}, {{"Out", {"t"}}, {"Scope", {"s1"}}},
             {{"sub_block", BlockNumber{1}}});
  program.op("logical_not", {{"X", {"c"}}}, {{"Out", {"not_c"}}});
  program.op("conditional_block", {{"Cond", {"not_c"}}, {"Input", {"x"}}},
             {{"Out", {"f"}}, {"Scope", {"s2"}}}, {{"sub_block", BlockNumber{2}}});
  program.op("cast", {{"X", {"c"}}}, {{"Out", {"mask"}}}, {{"out_dtype", 2}});
  program.op("select_input", {{"X", {"f", "t"}}, {"Mask", {"mask"}}}, {{"Out", {"y"}}});
  program.block(1).op("relu", {{"X", {"x"}}}, {{"Out", {"t"}}});
  program.block(2).op("tanh", {{"X", {"x"}}}, {{"Out", {"f"}}});
  return program.block(0).output("y");
}

TEST(Branches, TakeTheSideThatShapesDecide) {
  const Tensor x = sample({1, 4}, 1);
  expect_near(run(branches(10), {x}), mapped(x, [](double v) { return std::max(v, 0.0); }));
  expect_near(run(branches(3), {x}), mapped(x, [](double v) { return std::tanh(v); }));
  EXPECT_EQ(find_node(convert(branches(3)), "Relu"), nullptr);
}

TEST(Branches, OnDataAreRefused) {
  ProgramBuilder program;
  program.input("x", {1}).input("y", {1});
  program.op("less_than", {{"X", {"x"}}, {"Y", {"y"}}}, {{"Out", {"c"}}});
  program.op("conditional_block", {{"Cond", {"c"}}, {"Input", {"x"}}}, {{"Out", {"z"}}},
             {{"sub_block", BlockNumber{1}}});
  program.block(1).op("relu", {{"X", {"x"}}}, {{"Out", {"z"}}});
  program.block(0).output("z");
  EXPECT_EQ(status_of([&] { convert(program); }), QUERN_ERROR_UNSUPPORTED);
  EXPECT_THAT(error_of([&] { convert(program); }), testing::HasSubstr("conditional_block (1)"));
}

// i = 0; while i < n: x = x + x; i = i + 1
ProgramBuilder loop(float count) {
  ProgramBuilder program;
  program.input("x", {2});
  const auto constant = [&](const std::string& name, float value) {
    program.op("fill_constant", {}, {{"Out", {name}}},
               {{"shape", std::vector<int64_t>{1}}, {"value", value}, {"dtype", 3}});
  };
  constant("i", 0);
  constant("n", count);
  program.op("assign", {{"X", {"x"}}}, {{"Out", {"v"}}});
  program.op("less_than", {{"X", {"i"}}, {"Y", {"n"}}}, {{"Out", {"c"}}});
  program.op("while", {{"X", {"v", "i", "n"}}, {"Condition", {"c"}}},
             {{"Out", {"v", "i"}}, {"StepScopes", {"s"}}}, {{"sub_block", BlockNumber{1}}});
  program.op("relu", {{"X", {"v"}}}, {{"Out", {"y"}}});
  program.block(1).op("elementwise_add", {{"X", {"v"}}, {"Y", {"v"}}}, {{"Out", {"v"}}});
  program.op("increment", {{"X", {"i"}}}, {{"Out", {"i"}}}, {{"step", 1.0f}});
  program.op("less_than", {{"X", {"i"}}, {"Y", {"n"}}}, {{"Out", {"c"}}});
  return program.block(0).output("y");
}

TEST(Loops, AreUnrolled) {
  const Tensor x = Tensor::from<float>({1, -3});
  expect_near(run(loop(3), {x}), {8, 0});
  expect_near(run(loop(0), {x}), {1, 0});
}

TEST(Loops, ThatDoNotEndAreRefused) {
  EXPECT_THAT(error_of([] { convert(loop(1e9f)); }), testing::HasSubstr("run too long"));
}

TEST(Blocks, ThatDoNotExistAreRefused) {
  ProgramBuilder program;
  program.input("x", {1, 4});
  add_condition(program, 10);
  program.op("conditional_block", {{"Cond", {"c"}}}, {{"Out", {"t"}}}, {{"sub_block", BlockNumber{7}}})
      .output("t");
  EXPECT_THAT(error_of([&] { convert(program); }), testing::HasSubstr("no block to execute"));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
