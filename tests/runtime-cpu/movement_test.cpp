#include <algorithm>

#include "harness.hpp"
#include "strided_copy.hpp"

namespace quern::cpu::test {
namespace {

const std::vector<DataType> kTypes = {DataType::Int8, DataType::Float16, DataType::Float, DataType::Int64};

// A float feature map that lies channels last: c = Conv(x).
ModelBuilder feature_map(const Shape& shape) {
  ModelBuilder b;
  b.input("x", shape).weights("w", {shape[1], 1, 1, 1});
  b.node("Conv", {"x", "w"}, {"c"}).set("group", shape[1]);
  return b;
}

TEST(Concat, EveryAxisAndType) {
  for (const DataType type : kTypes) {
    for (const int64_t axis : {0, 1, 2, -1}) {
      Shape other{2, 3, 4, 5};
      other[axis < 0 ? 3 : size_t(axis)] = 7;
      ModelBuilder b;
      b.input("a", type, {2, 3, 4, 5}).input("b", type, other).weights("k", {2, 3, 4, 5}, type);
      b.node("Concat", {"a", "k", "b", "a"}, {"y"}).set("axis", axis);
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(Concat, OfFeatureMaps) {
  ModelBuilder b = feature_map({2, 6, 5, 4});
  b.node("Relu", {"c"}, {"r"});
  b.node("Concat", {"c", "r", "x"}, {"y"}).set("axis", int64_t(1));
  expect_like_reference(b.build());
}

TEST(Slice, BoundsAndSteps) {
  struct Case {
    std::vector<int64_t> starts, ends, axes, steps;
  };
  for (const Case& c :
       {Case{{1}, {4}, {2}, {1}}, Case{{0, 1}, {2, 100}, {1, 3}, {1, 2}}, Case{{-1}, {-100}, {3}, {-1}},
        Case{{-2, 4}, {9, 0}, {1, 3}, {1, -3}}, Case{{2}, {3}, {-2}, {1}}}) {
    for (const DataType type : kTypes) {
      ModelBuilder b;
      b.input("x", type, {2, 3, 4, 5})
          .integers("s", c.starts)
          .integers("e", c.ends)
          .integers("a", c.axes)
          .integers("t", c.steps);
      b.node("Slice", {"x", "s", "e", "a", "t"}, {"y"});
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(Slice, WithoutAxes) {
  ModelBuilder b = feature_map({1, 4, 6, 6});
  b.integers("s", {0, 1, 2}).integers("e", {1, 3, 5});
  b.node("Slice", {"c", "s", "e"}, {"y"});
  expect_like_reference(b.build());
}

TEST(Split, EqualAndUnequal) {
  ModelBuilder b = feature_map({1, 7, 4, 3});
  b.integers("parts", {2, 4, 1});
  b.node("Split", {"c", "parts"}, {"p", "q", "r"}).set("axis", int64_t(1));
  EXPECT_FALSE(uses_reference_kernels(b.build()));
  expect_like_reference(b.build());
  ModelBuilder even;
  even.input("x", DataType::Int8, {6, 2});
  even.node("Split", {"x"}, {"p", "q", "r"});
  expect_like_reference(even.build());
}

TEST(Pad, Constant) {
  for (const DataType type : {DataType::Float, DataType::Int8, DataType::Int64}) {
    ModelBuilder b;
    b.input("x", type, {1, 2, 3, 4}).integers("p", {0, 1, 2, 0, 0, 3, 0, 1}).weights("v", {}, type);
    b.node("Pad", {"x", "p", "v"}, {"y"});
    EXPECT_FALSE(uses_reference_kernels(b.build()));
    expect_like_reference(b.build());
  }
}

TEST(Pad, OtherModesAndCrops) {
  for (const char* mode : {"reflect", "edge"}) {
    ModelBuilder b = feature_map({1, 2, 5, 6});
    b.integers("p", {0, 0, 1, 2, 0, 0, 1, 0});
    b.node("Pad", {"c", "p"}, {"y"}).set("mode", std::string(mode));
    expect_like_reference(b.build());
  }
  ModelBuilder b = feature_map({1, 2, 5, 6});
  b.integers("p", {0, 0, -1, 2, 0, 0, 1, -2});
  b.node("Pad", {"c", "p"}, {"y"});
  expect_like_reference(b.build());
}

TEST(Transpose, EveryOrderOfFeatureMaps) {
  Shape permutation{0, 1, 2, 3};
  do {
    ModelBuilder b = feature_map({2, 3, 4, 5});
    b.node("Transpose", {"c"}, {"t"}).set("perm", permutation);
    b.node("Relu", {"t"}, {"y"});
    EXPECT_FALSE(uses_reference_kernels(b.build()));
    expect_like_reference(b.build());
  } while (std::next_permutation(permutation.begin(), permutation.end()));
}

TEST(Transpose, ReversesByDefault) {
  ModelBuilder b;
  b.input("x", DataType::Int64, {2, 3, 4});
  b.node("Transpose", {"x"}, {"y"});
  expect_like_reference(b.build());
}

TEST(Reshape, OfFeatureMaps) {
  for (const std::vector<int64_t>& shape : std::vector<std::vector<int64_t>>{{2, 120},
                                                                             {2, 2, 3, 4, 5},
                                                                             {2, 6, 20},
                                                                             {12, 4, 5},
                                                                             {2, 6, 2, 2, 5},
                                                                             {240},
                                                                             {1, 2, 6, 1, 4, 5},
                                                                             {4, 3, 4, 5}}) {
    ModelBuilder b = feature_map({2, 6, 4, 5});
    b.integers("s", shape);
    b.node("Reshape", {"c", "s"}, {"r"});
    b.node("Neg", {"r"}, {"y"});
    expect_like_reference(b.build());
  }
}

// Channels dealt into groups and back: one change of layout and no other copy.
TEST(Reshape, ChannelShuffle) {
  ModelBuilder b = feature_map({1, 6, 5, 4});
  b.integers("grouped", {1, 2, 3, 5, 4}).integers("flat", {1, 6, 5, 4}).weights("v", {6, 1, 1, 1});
  b.node("Reshape", {"c", "grouped"}, {"g"});
  b.node("Transpose", {"g"}, {"t"}).set("perm", Shape{0, 2, 1, 3, 4});
  b.node("Reshape", {"t", "flat"}, {"s"});
  b.node("Conv", {"s", "v"}, {"y"}).set("group", int64_t(6));
  const PlanOptions options;
  const Model model = b.build();
  // Two convolutions, the shuffle, and the output back in plain order.
  EXPECT_EQ(Planner(model.graph, options).build().steps.size(), 4u);
  expect_like_reference(model);
}

TEST(Gather, ConstantIndices) {
  for (const std::vector<int64_t>& indices :
       std::vector<std::vector<int64_t>>{{0, 2, 4}, {3, 3, 1, 0, -1}, {5, 3, 1}, {2}}) {
    ModelBuilder b = feature_map({1, 6, 3, 2});
    b.integers("i", indices);
    b.node("Gather", {"c", "i"}, {"y"}).set("axis", int64_t(1));
    EXPECT_FALSE(uses_reference_kernels(b.build()));
    expect_like_reference(b.build());
  }
  for (const int64_t axis : {0, 1, 2, 3}) {
    ModelBuilder b = feature_map({2, 6, 3, 2});
    b.constant("i", Tensor::scalar<int64_t>(-1));
    b.node("Gather", {"c", "i"}, {"y"}).set("axis", axis);
    EXPECT_FALSE(uses_reference_kernels(b.build()));
    expect_like_reference(b.build());
  }
}

TEST(Gather, OtherIndicesAreLeftToTheReference) {
  ModelBuilder b;
  b.input("x", {4, 3}).constant("i", Tensor::from(std::vector<int64_t>{0, 1, 3, 2}, {2, 2}));
  b.node("Gather", {"x", "i"}, {"y"});
  expect_like_reference(b.build());
}

// An odd but legal input of the kernel below all movement: repetition, reversal, and two interleaved planes.
TEST(StridedCopy, StrangeStrides) {
  std::vector<int32_t> source(24), target(24);
  for (size_t i = 0; i < source.size(); ++i) source[i] = int32_t(i);
  const auto* from = reinterpret_cast<const std::byte*>(source.data());
  auto* to = reinterpret_cast<std::byte*>(target.data());
  StridedCopy({4, 3}, {0, 1}, {3, 1}, 4).run(from, to);
  EXPECT_EQ(std::vector<int32_t>(target.begin(), target.begin() + 6),
            (std::vector<int32_t>{0, 1, 2, 0, 1, 2}));
  StridedCopy({5}, {-1}, {1}, 4).run(from + 4 * 4, to);
  EXPECT_EQ(std::vector<int32_t>(target.begin(), target.begin() + 5), (std::vector<int32_t>{4, 3, 2, 1, 0}));
  StridedCopy({2, 12}, {12, 1}, {1, 2}, 4).run(from, to);
  for (int i = 0; i < 24; ++i) EXPECT_EQ(target[size_t(i)], i % 2 * 12 + i / 2);
  StridedCopy({}, {}, {}, 4).run(from + 28, to);
  EXPECT_EQ(target[0], 7);
}

TEST(StridedCopy, ElementSizes) {
  for (const size_t size : {1, 2, 4, 8, 16}) {
    std::vector<std::byte> source(35 * size), target(35 * size);
    for (size_t i = 0; i < source.size(); ++i) source[i] = std::byte(i);
    StridedCopy({5, 7}, {1, 5}, {7, 1}, size).run(source.data(), target.data());
    for (size_t r = 0; r < 5; ++r)
      for (size_t c = 0; c < 7; ++c)
        for (size_t k = 0; k < size; ++k)
          EXPECT_EQ(target[(r * 7 + c) * size + k], source[(c * 5 + r) * size + k]);
  }
}

}  // namespace
}  // namespace quern::cpu::test
