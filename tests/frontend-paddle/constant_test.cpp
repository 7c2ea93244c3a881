// Tensors that follow from attributes and a few numbers.
#include "support.hpp"

namespace quern::frontend::paddle::test {
namespace {

using Ints = std::vector<int>;
using Longs = std::vector<int64_t>;

TEST(Constants, HaveTheirTypeAndShape) {
  ProgramBuilder program;
  program.input("x", {4, 2});
  program.op("fill_constant", {}, {{"Out", {"a"}}},
             {{"shape", Longs{2, 2}}, {"str_value", std::string("1.5")}, {"dtype", 5}});
  program.op("fill_constant_batch_size_like", {{"Input", {"x"}}}, {{"Out", {"b"}}},
             {{"shape", Ints{-1, 3}}, {"value", 2.0f}, {"dtype", 3}});
  program.op("fill_any_like", {{"X", {"x"}}}, {{"Out", {"c"}}}, {{"value", -1.0f}, {"dtype", -1}});
  program.op("fill_zeros_like", {{"X", {"x"}}}, {{"Out", {"d"}}});
  program.op("assign_value", {}, {{"Out", {"e"}}},
             {{"shape", Ints{3}},
              {"dtype", 2},
              {"int32_values", Ints{4, 5, 6}},
              {"fp32_values", std::vector<float>{}}});
  program.op("assign_value", {}, {{"Out", {"f"}}},
             {{"shape", Ints{2}}, {"dtype", 5}, {"values", std::vector<double>{0.5, 2}}});
  program.op("eye", {}, {{"Out", {"g"}}},
             {{"num_rows", int64_t(2)}, {"num_columns", int64_t(3)}, {"dtype", 5}});
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) program.output(name);
  const std::vector<Tensor> y = run_all(program, {counting({4, 2})});
  expect_tensor(y[0], {2, 2}, {1.5f, 1.5f, 1.5f, 1.5f});
  EXPECT_EQ(y[1].dims, (Shape{4, 3}));
  EXPECT_EQ(y[1].type, DataType::Int64);
  expect_tensor(y[2], {4, 2}, std::vector<float>(8, -1));
  expect_tensor(y[3], {4, 2}, std::vector<float>(8, 0));
  EXPECT_EQ(y[4].to_int64(), (Longs{4, 5, 6}));
  EXPECT_EQ(y[4].type, DataType::Int32);
  expect_tensor(y[5], {2}, {0.5f, 2});
  expect_tensor(y[6], {2, 3}, {1, 0, 0, 0, 1, 0});
}

TEST(Constants, RefuseAbsurdSizes) {
  ProgramBuilder program;
  program.op("fill_constant", {}, {{"Out", {"a"}}}, {{"shape", Longs{1 << 20, 1 << 20}}, {"value", 1.0f}})
      .output("a");
  EXPECT_EQ(status_of([&] { convert(program); }), QUERN_ERROR_INPUT);
}

TEST(Numbers, InRows) {
  ProgramBuilder program;
  for (const auto& [name, value] : {std::pair("start", 2), {"end", 11}, {"step", 3}})
    program.parameter(name, Tensor::from<int64_t>({value}));
  program.parameter("a", Tensor::from<float>({-1})).parameter("b", Tensor::from<float>({2}));
  program.parameter("n", Tensor::from<int32_t>({4}));
  program.op("range", {{"Start", {"start"}}, {"End", {"end"}}, {"Step", {"step"}}}, {{"Out", {"r"}}})
      .output("r");
  program
      .op("linspace", {{"Start", {"a"}}, {"Stop", {"b"}}, {"Num", {"n"}}}, {{"Out", {"l"}}}, {{"dtype", 5}})
      .output("l");
  const std::vector<Tensor> y = run_all(program, {});
  EXPECT_EQ(y[0].to_int64(), (Longs{2, 5, 8}));
  expect_near(y[1], {-1, 0, 1, 2});
}

TEST(TrilTriu, KeepsOneSideOfADiagonal) {
  const Tensor x = sample({3, 4}, 1);
  expect_near(run_unary("tril_triu", x, {{"diagonal", 1}, {"lower", true}}),
              computed({3, 4}, [&](const Shape& i) { return i[1] <= i[0] + 1 ? at(x, i) : 0; }));
  expect_near(run_unary("tril_triu", x, {{"diagonal", 0}, {"lower", false}}),
              computed({3, 4}, [&](const Shape& i) { return i[1] >= i[0] ? at(x, i) : 0; }));
}

}  // namespace
}  // namespace quern::frontend::paddle::test
