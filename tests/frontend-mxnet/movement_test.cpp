// Layers that join, cut, copy and turn tensors.
#include <algorithm>

#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

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

}  // namespace
}  // namespace quern::frontend::mxnet::test
