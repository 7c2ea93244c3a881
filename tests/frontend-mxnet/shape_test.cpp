// Layers that move values without computing anything.
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

TEST(Concat, JoinsAlongAnyAxis) {
  const Array a = noise({2, 3}), b = noise({2, 2}, 2), c = noise({2, 3}, 3);
  expect_equal(run_layer("Concat", {a, b}), computed({2, 5}, [&](const Shape& p) {
                 return p[1] < 3 ? a.at(p) : b.at({p[0], p[1] - 3});
               }));
  expect_equal(run_layer("concat", {a, c}, {{"dim", "0"}, {"num_args", "2"}}),
               computed({4, 3}, [&](const Shape& p) {
                 return p[0] < 2 ? a.at(p) : c.at({p[0] - 2, p[1]});
               }));
  expect_equal(run_layer("stack", {a, c}, {{"axis", "1"}}), computed({2, 2, 3}, [&](const Shape& p) {
                 return (p[1] == 0 ? a : c).at({p[0], p[2]});
               }));
  expect_equal(run_layer("stack", {a, c}, {{"axis", "-1"}}), computed({2, 3, 2}, [&](const Shape& p) {
                 return (p[2] == 0 ? a : c).at({p[0], p[1]});
               }));
}

TEST(Copies, OfTensorsAndElements) {
  const Array x = noise({2, 3});
  expect_equal(run_layer("tile", {x}, {{"reps", "(2, 2)"}}), computed({4, 6}, [&](const Shape& p) {
                 return x.at({p[0] % 2, p[1] % 3});
               }));
  expect_equal(run_layer("tile", {x}, {{"reps", "(2,)"}}), computed({2, 6}, [&](const Shape& p) {
                 return x.at({p[0], p[1] % 3});
               }));
  expect_equal(run_layer("tile", {x}, {{"reps", "(2, 1, 1)"}}), computed({2, 2, 3}, [&](const Shape& p) {
                 return x.at({p[1], p[2]});
               }));
  expect_equal(run_layer("repeat", {x}, {{"repeats", "2"}, {"axis", "1"}}),
               computed({2, 6}, [&](const Shape& p) {
                 return x.at({p[0], p[1] / 2});
               }));
  expect_equal(run_layer("repeat", {x}, {{"repeats", "3"}}),
               computed({18}, [&](const Shape& p) { return x.values[size_t(p[0] / 3)]; }));
}

TEST(Broadcast, StretchesAxes) {
  const Array x = noise({2, 1, 3});
  const Array wide = computed({2, 4, 3}, [&](const Shape& p) { return x.at({p[0], 0, p[2]}); });
  expect_equal(run_layer("broadcast_to", {x}, {{"shape", "(0, 4, 0)"}}), wide);
  expect_equal(run_layer("broadcast_axis", {x}, {{"axis", "(1,)"}, {"size", "(4,)"}}), wide);
  expect_equal(run_layer("broadcast_axes", {x}, {{"axis", "1"}, {"size", "4"}}), wide);
  expect_equal(run_layer("broadcast_like", {x, wide}), wide);
  expect_equal(
      run_layer("broadcast_like", {x, counting({4, 9})}, {{"lhs_axes", "(1,)"}, {"rhs_axes", "(0,)"}}), wide);
}

TEST(Pad, ConstantEdgeAndReflection) {
  const Array x = noise({1, 2, 3, 4});
  const auto padded = [&](const std::function<double(int64_t, int64_t, int64_t)>& at) {
    return computed({1, 2, 6, 5}, [&](const Shape& p) { return at(p[1], p[2] - 1, p[3] - 1); });
  };
  const Texts width = {{"pad_width", "(0, 0, 0, 0, 1, 2, 1, 0)"}};
  const auto run = [&](const std::string& mode) {
    Texts attributes = width;
    attributes.emplace_back("mode", mode);
    attributes.emplace_back("constant_value", "7");
    return run_layer("Pad", {x}, attributes);
  };
  expect_equal(run("constant"), padded([&](int64_t c, int64_t i, int64_t j) {
                 return i < 0 || i > 2 || j < 0 ? 7.0 : double(x.at({0, c, i, j}));
               }));
  expect_equal(run("edge"), padded([&](int64_t c, int64_t i, int64_t j) {
                 return double(x.at({0, c, std::clamp<int64_t>(i, 0, 2), std::max<int64_t>(j, 0)}));
               }));
  expect_equal(run("reflect"), padded([&](int64_t c, int64_t i, int64_t j) {
                 return double(x.at({0, c, i > 2 ? 4 - i : std::abs(i), std::abs(j)}));
               }));
}

TEST(Split, IntoEqualPieces) {
  const Array x = noise({2, 6});
  Net net;
  net.input("x", x.dims).layer("SliceChannel", "s", {"x"}, {{"num_outputs", "3"}});
  net.head("s:0").head("s:2");
  const std::vector<Tensor> pieces = net.run_all({x});
  expect_equal(pieces.at(0), computed({2, 2}, [&](const Shape& p) { return x.at(p); }));
  expect_equal(pieces.at(1), computed({2, 2}, [&](const Shape& p) { return x.at({p[0], p[1] + 4}); }));
  EXPECT_EQ(net.convert().graph.outputs.at(1).name, "s_output2");
}

TEST(Split, SqueezesTheAxis) {
  const Array x = noise({2, 3, 4});
  Net net;
  net.input("x", x.dims)
      .layer("split", "s", {"x"}, {{"num_outputs", "2"}, {"axis", "0"}, {"squeeze_axis", "1"}});
  net.head("s:1");
  expect_equal(net.run({x}), computed({3, 4}, [&](const Shape& p) { return x.at({1, p[0], p[1]}); }));
}

TEST(Split, AtIndicesOrInSections) {
  const Array x = noise({2, 7});
  Net net;
  net.input("x", x.dims).layer("_split_v2", "s", {"x"}, {{"indices", "(0, 2, 3)"}, {"axis", "1"}});
  net.head("s:0").head("s:1").head("s:2");
  const std::vector<Tensor> pieces = net.run_all({x});
  expect_equal(pieces.at(0), computed({2, 2}, [&](const Shape& p) { return x.at(p); }));
  expect_equal(pieces.at(1), computed({2, 1}, [&](const Shape& p) { return x.at({p[0], 2}); }));
  expect_equal(pieces.at(2), computed({2, 4}, [&](const Shape& p) { return x.at({p[0], p[1] + 3}); }));
  Net sections;
  sections.input("x", x.dims)
      .layer("_split_v2", "s", {"x"}, {{"indices", "()"}, {"sections", "7"}})
      .head("s:6");
  expect_equal(sections.run({x}), computed({2, 1}, [&](const Shape& p) { return x.at({p[0], 6}); }));
}

TEST(Slice, BeginEndAndStep) {
  const Array x = noise({4, 5, 3});
  expect_equal(run_layer("slice", {x}, {{"begin", "(1, None)"}, {"end", "(3, -1)"}}),
               computed({2, 4, 3}, [&](const Shape& p) {
                 return x.at({p[0] + 1, p[1], p[2]});
               }));
  expect_equal(run_layer("crop", {x}, {{"begin", "(0, 4)"}, {"end", "(None, 0)"}, {"step", "(2, -2)"}}),
               computed({2, 2, 3}, [&](const Shape& p) {
                 return x.at({2 * p[0], 4 - 2 * p[1], p[2]});
               }));
  expect_equal(run_layer("slice", {x}, {{"begin", "(None,)"}, {"end", "(None,)"}, {"step", "(-1,)"}}),
               computed({4, 5, 3}, [&](const Shape& p) {
                 return x.at({3 - p[0], p[1], p[2]});
               }));
}

TEST(Slice, AlongOneAxis) {
  const Array x = noise({4, 5});
  expect_equal(run_layer("slice_axis", {x}, {{"axis", "1"}, {"begin", "2"}, {"end", "None"}}),
               computed({4, 3}, [&](const Shape& p) {
                 return x.at({p[0], p[1] + 2});
               }));
  expect_equal(run_layer("slice_axis", {x}, {{"axis", "-2"}, {"begin", "-3"}, {"end", "-1"}}),
               computed({2, 5}, [&](const Shape& p) {
                 return x.at({p[0] + 1, p[1]});
               }));
}

TEST(Slice, LikeAnotherTensor) {
  const Array x = noise({4, 5}), like = noise({2, 3});
  expect_equal(run_layer("slice_like", {x, like}), computed({2, 3}, [&](const Shape& p) { return x.at(p); }));
  expect_equal(run_layer("slice_like", {x, like}, {{"axes", "(-1,)"}}),
               computed({4, 3}, [&](const Shape& p) { return x.at(p); }));
}

TEST(Crop, OffsetCentreAndLike) {
  const Array x = noise({1, 2, 6, 8}), like = noise({1, 1, 3, 4});
  const auto window = [&](const Shape& size, int64_t row, int64_t column) {
    return computed({1, 2, size[0], size[1]}, [&](const Shape& p) {
      return x.at({0, p[1], p[2] + row, p[3] + column});
    });
  };
  expect_equal(run_layer("Crop", {x}, {{"num_args", "1"}, {"h_w", "(3, 4)"}, {"offset", "(2, 1)"}}),
               window({3, 4}, 2, 1));
  expect_equal(run_layer("Crop", {x}, {{"num_args", "1"}, {"h_w", "(3, 4)"}, {"center_crop", "True"}}),
               window({3, 4}, 1, 2));
  expect_equal(run_layer("Crop", {x, like}, {{"num_args", "2"}, {"offset", "(3, 4)"}}), window({3, 4}, 3, 4));
  EXPECT_NE(error_of([&] { run_layer("Crop", {x}, {{"h_w", "(3, 4)"}, {"offset", "(4, 0)"}}); }), "");
}

TEST(Reverse, TurnsAxesAround) {
  const Array x = noise({2, 3, 4});
  const Array expected = computed(x.dims, [&](const Shape& p) { return x.at({1 - p[0], p[1], 3 - p[2]}); });
  expect_equal(run_layer("reverse", {x}, {{"axis", "(0, 2)"}}), expected);
  expect_equal(run_layer("flip", {x}, {{"axis", "(0, -1)"}}), expected);
}

TEST(DepthToSpace, AndBack) {
  const Array x = noise({1, 8, 2, 3});
  const Array y = computed({1, 2, 4, 6}, [&](const Shape& p) {
    return x.at({0, (p[2] % 2 * 2 + p[3] % 2) * 2 + p[1], p[2] / 2, p[3] / 2});
  });
  expect_equal(run_layer("depth_to_space", {x}, {{"block_size", "2"}}), y);
  expect_equal(run_layer("space_to_depth", {y}, {{"block_size", "2"}}), x);
}

TEST(Fill, ShapesAndValues) {
  Net net;
  net.input("x", {2, 3});
  net.layer("_full", "f", {}, {{"shape", "(2, 3)"}, {"value", "2.5"}})
      .layer("_ones", "o", {}, {{"shape", "(0, 3)"}});
  net.layer("_zeros", "z", {}, {{"shape", "(3,)"}, {"dtype", "float32"}});
  net.layer("add_n", "a", {"x", "f"})
      .layer("broadcast_add", "b", {"a", "o"})
      .layer("broadcast_add", "y", {"b", "z"});
  const Array x = noise({2, 3});
  expect_equal(net.run({x}), mapped(x, [](double v) { return v + 3.5; }));
}

TEST(Arange, CountsAndRepeats) {
  const auto check = [](const Texts& attributes, const std::vector<float>& expected) {
    Net net;
    net.input("x", {1}).layer("_arange", "c", {}, attributes).layer("broadcast_add", "y", {"x", "c"});
    expect_equal(net.run({Array({1}, {0})}), Array({int64_t(expected.size())}, expected));
  };
  check({{"start", "1"}, {"stop", "7"}, {"step", "2.5"}}, {1, 3.5f, 6});
  check({{"start", "0"}, {"stop", "2"}, {"repeat", "2"}}, {0, 0, 1, 1});
  check({{"start", "3"}, {"stop", "None"}}, {0, 1, 2});
  check({{"start", "5"}, {"stop", "2"}, {"step", "-1"}}, {5, 4, 3});
}

TEST(Arange, AlongAnotherTensor) {
  const Array x = noise({2, 3});
  expect_equal(run_layer("_contrib_arange_like", {x}, {{"axis", "1"}, {"start", "1"}}),
               Array({3}, {1, 2, 3}));
  expect_equal(run_layer("_contrib_arange_like", {x}), counting({2, 3}));
}

TEST(ShapeArray, IsAConstant) {
  expect_equal(run_layer("shape_array", {noise({2, 3, 4})}), Array({3}, {2, 3, 4}));
  expect_equal(run_layer("size_array", {noise({2, 3, 4})}), Array({1}, {24}));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
