// Shape inference with partial knowledge.
#include "run_operator.hpp"

namespace quern::test {
namespace {

constexpr int64_t kAny = kUnknownDim;

TEST(Inference, BroadcastOfUnknownDimensions) {
  const Node add = make_node("Add", 2);
  EXPECT_EQ(infer(add, {shaped({kAny, 3}), shaped({1, 3})}).shape, (Shape{kAny, 3}));
  EXPECT_EQ(infer(add, {shaped({kAny}), shaped({4})}).shape, Shape{4});
  EXPECT_INPUT_ERROR(infer(add, {shaped({kAny, 3}), shaped({4})}));
}

TEST(Inference, TheTypeIsKnownWithoutAShape) {
  const auto output = infer(make_node("Relu", 1), {{DataType::Float, std::nullopt, nullptr}});
  EXPECT_EQ(output.type, DataType::Float);
  EXPECT_FALSE(output.shape);
}

TEST(Inference, TypesMustAgree) {
  EXPECT_INPUT_ERROR(infer(make_node("Add", 2), {shaped({1}), shaped({1}, DataType::Int64)}));
  EXPECT_INPUT_ERROR(infer(make_node("Sigmoid", 1), {shaped({1}, DataType::Int64)}));
  EXPECT_EQ(infer(make_node("Add", 2), {shaped({1}, DataType::Undefined), shaped({2})}).type,
            DataType::Float);
}

TEST(Inference, ReshapeWithUnknownBatch) {
  const Node reshape = make_node("Reshape", 2);
  const Tensor keep_batch = ints({0, -1}), flat = ints({-1, 12});
  EXPECT_EQ(infer(reshape, {shaped({kAny, 3, 4}), known(keep_batch)}).shape, (Shape{kAny, 12}));
  EXPECT_EQ(infer(reshape, {shaped({kAny, 3, 4}), known(flat)}).shape, (Shape{kAny, 12}));
  EXPECT_EQ(infer(reshape, {shaped({2, 3}), shaped({3}, DataType::Int64)}).shape, (Shape{kAny, kAny, kAny}));
}

TEST(Inference, SliceOfUnknownDimensions) {
  const Node slice = make_node("Slice", 4);
  const Tensor zero = ints({0}), two = ints({2}), axis = ints({1});
  EXPECT_EQ(infer(slice, {shaped({kAny, 5}), known(zero), known(two), known(axis)}).shape, (Shape{kAny, 2}));
  const auto unknown = shaped({1}, DataType::Int64);
  EXPECT_EQ(infer(slice, {shaped({7, 5}), unknown, unknown, known(axis)}).shape, (Shape{7, kAny}));
}

TEST(Inference, ConcatSplitGather) {
  const Node concat = make_node("Concat", 2, {integer("axis", 1)});
  EXPECT_EQ(infer(concat, {shaped({kAny, 2}), shaped({4, 3})}).shape, (Shape{4, 5}));
  EXPECT_EQ(infer(concat, {shaped({4, kAny}), shaped({4, 3})}).shape, (Shape{4, kAny}));
  EXPECT_EQ(infer(make_node("Split", 1, {}, 2), {shaped({6, 1})}).shape, (Shape{3, 1}));
  EXPECT_EQ(infer(make_node("Gather", 2, {integer("axis", 1)}),
                  {shaped({kAny, 9, 2}), shaped({5}, DataType::Int64)})
                .shape,
            (Shape{kAny, 5, 2}));
}

TEST(Inference, RankSurvivesUnknownArguments) {
  const auto list = shaped({2}, DataType::Int64);
  EXPECT_EQ(infer(make_node("Tile", 2), {shaped({2, 3}), list}).shape, (Shape{kAny, kAny}));
  EXPECT_EQ(infer(make_node("Pad", 2), {shaped({2, 3}), list}).shape, (Shape{kAny, kAny}));
  EXPECT_EQ(infer(make_node("ConstantOfShape", 1), {list}).shape, (Shape{kAny, kAny}));
  EXPECT_EQ(infer(make_node("ReduceSum", 2), {shaped({2, 3}), list}).shape, (Shape{kAny, kAny}));
  EXPECT_EQ(infer(make_node("TopK", 2), {shaped({2, 3}), shaped({1}, DataType::Int64)}).shape,
            (Shape{2, kAny}));
}

TEST(Inference, DataDependentSizes) {
  EXPECT_EQ(infer(make_node("NonZero", 1), {shaped({2, 3})}).shape, (Shape{2, kAny}));
  EXPECT_EQ(infer(make_node("Shape", 1), {shaped({kAny, 3})}).shape, Shape{2});
  EXPECT_EQ(infer(make_node("Size", 1), {shaped({kAny, 3})}).shape, Shape{});
}

}  // namespace
}  // namespace quern::test
