// Operators that move elements, with results written down by hand; layout_test.cpp covers the order of axes.
#include "support.hpp"

namespace quern::frontend::tensorflow::test {
namespace {

const Tensor kMatrix = floats({1, 2, 3, 4, 5, 6}, {2, 3});

// The result of `op` on the matrix and constant vectors, in order.
Tensor apply(const std::string& op, const std::vector<std::vector<int32_t>>& lists,
             const std::vector<Attr>& attributes = {}) {
  GraphBuilder g;
  g.placeholder("x", {2, 3});
  std::vector<std::string> inputs = {"x"};
  for (const std::vector<int32_t>& list : lists) {
    inputs.push_back("list" + std::to_string(inputs.size()));
    g.constant(inputs.back(), list);
  }
  g.add(op, "y", inputs, attributes);
  return run(g, {kMatrix});
}

TEST(Arrays, StridedSlices) {
  expect_values(apply("StridedSlice", {{0, 1}, {2, 3}, {1, 1}}), {2, 3, 5, 6});
  expect_values(apply("StridedSlice", {{0, 0}, {2, 3}, {1, 2}}), {1, 3, 4, 6});
  expect_values(apply("StridedSlice", {{-1}, {0}, {1}}, {i("shrink_axis_mask", 1)}), {4, 5, 6});
  expect_values(apply("StridedSlice", {{0, 0}, {0, 0}, {-1, -1}}, {i("begin_mask", 3), i("end_mask", 3)}),
                {6, 5, 4, 3, 2, 1});
  expect_values(
      apply("StridedSlice", {{0, 1}, {0, 2}, {1, 1}}, {i("ellipsis_mask", 1), i("shrink_axis_mask", 2)}),
      {2, 5});
  EXPECT_EQ(apply("StridedSlice", {{0, 0, 1}, {0, 0, 3}, {1, 1, 1}},
                  {i("new_axis_mask", 1), i("begin_mask", 2), i("end_mask", 2)})
                .dims,
            (Shape{1, 2, 2}));
  EXPECT_THROW(apply("StridedSlice", {{0, 5}, {0, 6}, {1, 1}}, {i("shrink_axis_mask", 2)}), Error);
  EXPECT_THROW(apply("StridedSlice", {{0, 0, 0}, {1, 1, 1}, {1, 1, 1}}), Error);
  EXPECT_THROW(apply("StridedSlice", {{0}, {1}, {0}}), Error);
}

TEST(Arrays, SlicesTilesRolls) {
  expect_values(apply("Slice", {{0, 1}, {1, -1}}), {2, 3});
  EXPECT_THROW(apply("Slice", {{0, 1}, {1, 9}}), Error);
  expect_values(apply("Tile", {{1, 2}}), {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6});
  expect_values(apply("Roll", {{1}, {1}}), {3, 1, 2, 6, 4, 5});
  expect_values(apply("ReverseV2", {{1}}), {3, 2, 1, 6, 5, 4});
  expect_values(apply("Transpose", {{1, 0}}), {1, 4, 2, 5, 3, 6});
  EXPECT_THROW(apply("Transpose", {{0, 0}}), Error);
}

TEST(Arrays, Reshapes) {
  EXPECT_EQ(apply("Reshape", {{3, -1}}).dims, (Shape{3, 2}));
  EXPECT_THROW(apply("Reshape", {{4, -1}}), Error);
  EXPECT_THROW(apply("Reshape", {{-1, -1}}), Error);
  EXPECT_THROW(apply("Squeeze", {}, {ints("squeeze_dims", {0})}), Error);
}

TEST(Arrays, Pads) {
  GraphBuilder g;
  g.placeholder("x", {2, 3})
      .constant("p", Tensor::from<int32_t>({0, 0, 1, 1}, {2, 2}))
      .constant("v", Tensor::scalar(9.0f));
  g.constant("m", Tensor::from<int32_t>({0, 1, 2, 0}, {2, 2}));
  g.add("Pad", "zeros", {"x", "p"}).add("PadV2", "nines", {"x", "p", "v"});
  g.add("MirrorPad", "reflected", {"x", "m"}, {s("mode", "REFLECT")})
      .add("MirrorPad", "repeated", {"x", "m"}, {s("mode", "SYMMETRIC")});
  const auto r = run_all(g, {kMatrix});
  expect_values(r[0], {0, 1, 2, 3, 0, 0, 4, 5, 6, 0});
  expect_values(r[1], {9, 1, 2, 3, 9, 9, 4, 5, 6, 9});
  expect_values(r[2], {3, 2, 1, 2, 3, 6, 5, 4, 5, 6, 3, 2, 1, 2, 3});
  expect_values(r[3], {2, 1, 1, 2, 3, 5, 4, 4, 5, 6, 5, 4, 4, 5, 6});
}

TEST(Arrays, Gathers) {
  GraphBuilder g;
  g.placeholder("x", {2, 3}).constant("i", {2, 0}).constant("axis", 1);
  g.constant("pairs", Tensor::from<int32_t>({1, 1, 0, 2}, {2, 2}))
      .constant("each", Tensor::from<int32_t>({2, 0}, {2, 1}));
  g.add("GatherV2", "columns", {"x", "i", "axis"}).add("GatherNd", "points", {"x", "pairs"});
  g.add("GatherV2", "batched", {"x", "each", "axis"}, {i("batch_dims", 1)});
  const auto r = run_all(g, {kMatrix});
  expect_values(r[0], {3, 1, 6, 4});
  expect_values(r[1], {5, 3});
  EXPECT_EQ(r[2].dims, (Shape{2, 1}));
  expect_values(r[2], {3, 4});
}

TEST(Arrays, Scatters) {
  GraphBuilder g;
  g.placeholder("u", {2}).constant("i", Tensor::from<int32_t>({1, 3}, {2, 1})).constant("dims", {4});
  g.constant("t", floats({1, 1, 1, 1}, {4}));
  g.add("ScatterNd", "fresh", {"i", "u", "dims"}).add("TensorScatterUpdate", "set", {"t", "i", "u"});
  g.add("TensorScatterAdd", "sum", {"t", "i", "u"});
  const auto r = run_all(g, {floats({5, 6}, {2})});
  expect_values(r[0], {0, 5, 0, 6});
  expect_values(r[1], {1, 5, 1, 6});
  expect_values(r[2], {1, 6, 1, 7});
}

TEST(Arrays, ShapesAreConstants) {
  GraphBuilder g;
  g.placeholder("x", {2, 3})
      .add("Shape", "s", {"x"})
      .constant("b", {1})
      .constant("e", {2})
      .constant("one", {1});
  g.add("StridedSlice", "d", {"s", "b", "e", "one"}, {i("shrink_axis_mask", 1)}).constant("rest", -1);
  g.add("Pack", "dims", {"d", "rest"}, {i("axis", 0), i("N", 2)}).add("Reshape", "y", {"x", "dims"});
  const Model model = convert(g);
  EXPECT_EQ(ops::interpret(model.graph, {kMatrix}).at(0).dims, (Shape{3, 2}));
  EXPECT_EQ(count_of(model, "Shape"), 0u);
}

TEST(Arrays, NumbersOfShapes) {
  GraphBuilder g;
  g.placeholder("x", {2, 3})
      .add("Size", "size", {"x"})
      .add("Rank", "rank", {"x"})
      .add("ZerosLike", "z", {"x"});
  g.add("OnesLike", "o", {"x"}).add("Cast", "c", {"x"}, {type("DstT", Type::Int64)}).constant("d", {2, 2});
  g.constant("v", Tensor::scalar(4.0f)).add("Fill", "f", {"d", "v"}).add("Mul", "fx", {"f", "f"});
  g.add("Add", "y", {"z", "o"});
  ConvertOptions options = source_layout();
  options.outputs = {"y", "c"};
  const auto r = run_all(g, {floats({1.7f, -1.7f, 0, 2, 3, 4}, {2, 3})}, options);
  expect_values(r[0], {1, 1, 1, 1, 1, 1});
  EXPECT_EQ(r[1].type, DataType::Int64);
  expect_values(r[1], {1, -1, 0, 2, 3, 4});
}

TEST(Arrays, RangesAndInvertedOrders) {
  GraphBuilder g;
  g.placeholder("x", {2, 3}).constant("a", 2).constant("z", 0).constant("step", -1).constant("p", {1, 0});
  g.add("Range", "r", {"a", "z", "step"})
      .constant("minus", {1, 1})
      .add("Sub", "perm", {"r", "minus"});  // 1, 0
  g.add("Transpose", "t", {"x", "perm"})
      .add("InvertPermutation", "q", {"p"})
      .add("Transpose", "y", {"t", "q"});
  expect_values(run(g, {kMatrix}), {1, 2, 3, 4, 5, 6});
}

TEST(Arrays, Indices) {
  GraphBuilder g;
  g.placeholder("x", {2, 2})
      .constant("zero", Tensor::scalar(0.0f))
      .add("Greater", "c", {"x", "zero"})
      .add("Where", "y", {"c"});
  const Tensor y = run(g, {floats({1, -1, 0, 2}, {2, 2})});
  EXPECT_EQ(y.dims, (Shape{2, 2}));
  expect_values(y, {0, 0, 1, 1});
}

TEST(Arrays, ReversedSequences) {
  GraphBuilder g;
  g.placeholder("x", {2, 3})
      .constant("n", {2, 3})
      .add("ReverseSequence", "y", {"x", "n"}, {i("seq_dim", 1), i("batch_dim", 0)});
  expect_values(run(g, {kMatrix}), {2, 1, 3, 6, 5, 4});
}

}  // namespace
}  // namespace quern::frontend::tensorflow::test
