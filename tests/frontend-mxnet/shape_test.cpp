// Layers that change the shape and the order of axes.
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

// The same values under another shape.
void expect_reshaped(const Tensor& actual, const Array& x, const Shape& shape) {
  expect_equal(actual, Array(shape, x.values));
}

struct Case {
  std::string codes;
  Shape input, output;
  bool reverse = false;
};

class Reshape : public testing::TestWithParam<Case> {};

TEST_P(Reshape, FollowsTheCodes) {
  const Array x = counting(GetParam().input);
  expect_reshaped(
      run_layer("Reshape", {x},
                {{"shape", GetParam().codes}, {"reverse", GetParam().reverse ? "True" : "False"}}),
      x, GetParam().output);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, Reshape,
    testing::Values(Case{"(6, 4)", {2, 3, 4}, {6, 4}}, Case{"(4, 0, 2)", {2, 3, 4}, {4, 3, 2}},
                    Case{"(2, 0, 0)", {2, 3, 4}, {2, 3, 4}}, Case{"(6, 1, -1)", {2, 3, 4}, {6, 1, 4}},
                    Case{"(3, -1, 8)", {2, 3, 4}, {3, 1, 8}}, Case{"(-1,)", {2, 3, 4}, {24}},
                    Case{"(-2, 1, 1)", {2, 3, 4}, {2, 3, 4, 1, 1}}, Case{"(2, -2)", {2, 3, 4}, {2, 3, 4}},
                    Case{"(-3, 4)", {2, 3, 4}, {6, 4}}, Case{"(-3, -3)", {2, 3, 4, 5}, {6, 20}},
                    Case{"(0, -3)", {2, 3, 4}, {2, 12}}, Case{"(-3, -2)", {2, 3, 4}, {6, 4}},
                    Case{"(-4, 1, 2, -2)", {2, 3, 4}, {1, 2, 3, 4}},
                    Case{"(2, -4, -1, 3, -2)", {2, 3, 4}, {2, 1, 3, 4}},
                    Case{"(-4, 2, -1, -2)", {8, 3}, {2, 4, 3}},
                    Case{"(0, -4, 2, -1, 0)", {2, 6, 4}, {2, 2, 3, 4}}, Case{"(-1, 0)", {10, 5, 4}, {40, 5}},
                    Case{"(-1, 0)", {10, 5, 4}, {50, 4}, true}, Case{"(0, -3)", {2, 3, 4}, {2, 12}, true},
                    Case{"(-3, 0)", {2, 3, 4}, {6, 4}, true},
                    Case{"(0, 0, 2, -1, -4)", {3, 4, 6}, {3, 4, 2, 3}, true},
                    Case{"(-2, 5, 2, -4)", {3, 4, 10}, {3, 4, 5, 2}, true}));

TEST(ReshapeLayer, OldTargetShape) {
  const Array x = counting({2, 3, 4});
  expect_reshaped(run_layer("Reshape", {x}, {{"target_shape", "(0, 4)"}}), x, {6, 4});
  expect_reshaped(run_layer("Reshape", {x}, {{"target_shape", "(7, 0)"}, {"keep_highest", "True"}}), x,
                  {2, 12});
}

TEST(ReshapeLayer, CodesOfMxnet2) {
  const auto check = [](const std::string& codes, const Shape& input, const Shape& output) {
    expect_reshaped(run_layer("_npx_reshape", {counting(input)}, {{"newshape", codes}}), counting(input),
                    output);
  };
  check("(-2, -1)", {2, 3, 4}, {2, 12});
  check("(-4, 1)", {2, 3, 4}, {2, 3, 4, 1});
  check("(-3, -2, -2)", {1, 3, 4}, {3, 4});
  check("(-5, -4)", {2, 3, 4}, {6, 4});
  check("(-2, -6, 2, -1, -4)", {3, 8, 5}, {3, 2, 4, 5});
}

TEST(ReshapeLayer, MisfitsAreRefused) {
  for (const char* codes :
       {"(5, 5)", "(-1, -1)", "(-1, 7)", "(0, 0, 0, 0)", "(-4, 2)", "(-4, 3, 3, -2)", "(-9,)"})
    EXPECT_NE(error_of([&] {
                run_layer("Reshape", {counting({2, 3, 4})}, {{"shape", codes}});
              }),
              "")
        << codes;
}

TEST(ReshapeLike, TakesAllOrSomeAxes) {
  const Array x = counting({30, 7}), like = counting({15, 2, 4});
  expect_reshaped(run_layer("reshape_like", {counting({6}), counting({2, 3})}), counting({6}), {2, 3});
  expect_reshaped(run_layer("reshape_like", {x, like},
                            {{"lhs_begin", "0"}, {"lhs_end", "1"}, {"rhs_begin", "0"}, {"rhs_end", "2"}}),
                  x, {15, 2, 7});
}

TEST(Flatten, KeepsTheFirstAxis) {
  const Array x = counting({2, 3, 4});
  expect_reshaped(run_layer("Flatten", {x}), x, {2, 12});
  expect_reshaped(run_layer("flatten", {counting({3, 2})}), counting({3, 2}), {3, 2});
}

TEST(Transpose, OrdersOrReversesAxes) {
  const Array x = noise({2, 3, 4});
  expect_equal(run_layer("transpose", {x}, {{"axes", "(1, 0, 2)"}}), computed({3, 2, 4}, [&](const Shape& p) {
                 return x.at({p[1], p[0], p[2]});
               }));
  expect_equal(run_layer("transpose", {x}), computed({4, 3, 2}, [&](const Shape& p) {
                 return x.at({p[2], p[1], p[0]});
               }));
  expect_equal(run_layer("SwapAxis", {x}, {{"dim1", "0"}, {"dim2", "2"}}),
               computed({4, 3, 2}, [&](const Shape& p) {
                 return x.at({p[2], p[1], p[0]});
               }));
}

TEST(Axes, ComeAndGo) {
  const Array x = counting({2, 1, 3, 1});
  expect_reshaped(run_layer("expand_dims", {x}, {{"axis", "1"}}), x, {2, 1, 1, 3, 1});
  expect_reshaped(run_layer("expand_dims", {x}, {{"axis", "-1"}}), x, {2, 1, 3, 1, 1});
  expect_reshaped(run_layer("squeeze", {x}), x, {2, 3});
  expect_reshaped(run_layer("squeeze", {x}, {{"axis", "1"}}), x, {2, 3, 1});
  expect_reshaped(run_layer("squeeze", {x}, {{"axis", "(1, -1)"}}), x, {2, 3});
  expect_reshaped(run_layer("squeeze", {counting({1, 1})}), counting({1}), {1});
  EXPECT_NE(error_of([&] { run_layer("squeeze", {x}, {{"axis", "0"}}); }), "");
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
