#include "harness.hpp"

namespace quern::cpu::test {
namespace {

struct Case {
  Shape x, kernel, strides, pads;
  int64_t ceil = 0;
};

class Pooling : public testing::TestWithParam<Case> {};

Node& add_pool(ModelBuilder& b, const char* op, const Case& c) {
  return b.node(op, {"x"}, {"y"})
      .set("kernel_shape", c.kernel)
      .set("strides", c.strides)
      .set("pads", c.pads)
      .set("ceil_mode", c.ceil);
}

TEST_P(Pooling, Max) {
  for (const DataType type : {DataType::Float, DataType::Int8, DataType::Uint8}) {
    ModelBuilder b;
    b.input("x", type, GetParam().x);
    add_pool(b, "MaxPool", GetParam());
    expect_like_reference(b.build());
  }
}

TEST_P(Pooling, Average) {
  for (const int64_t counts_padding : {0, 1}) {
    ModelBuilder b;
    b.input("x", GetParam().x);
    add_pool(b, "AveragePool", GetParam()).set("count_include_pad", counts_padding);
    expect_like_reference(b.build());
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Pooling,
                         testing::Values(Case{{1, 5, 9, 11}, {3, 3}, {2, 2}, {1, 1, 1, 1}},
                                         Case{{2, 16, 8, 8}, {2, 2}, {2, 2}, {0, 0, 0, 0}},
                                         Case{{1, 20, 14, 13}, {3, 3}, {2, 2}, {0, 0, 0, 0}, 1},
                                         Case{{1, 3, 7, 7}, {5, 2}, {1, 3}, {2, 0, 1, 1}},
                                         Case{{1, 4, 10}, {3}, {2}, {1, 0}},
                                         Case{{1, 4, 6, 5, 6}, {2, 3, 2}, {2, 1, 2}, {0, 1, 0, 0, 1, 0}}));

TEST(GlobalPooling, MatchesReference) {
  for (const char* op : {"GlobalAveragePool", "GlobalMaxPool"}) {
    for (const Shape& shape : {Shape{2, 19, 7, 5}, Shape{1, 3, 33}, Shape{1, 2, 3, 4, 5}}) {
      ModelBuilder b;
      b.input("x", shape);
      b.node(op, {"x"}, {"y"});
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(MaxPoolIndices, AreLeftToTheReference) {
  ModelBuilder b;
  b.input("x", {1, 2, 6, 6});
  b.node("MaxPool", {"x"}, {"y", "indices"}).set("kernel_shape", Shape{2, 2}).set("strides", Shape{2, 2});
  expect_like_reference(b.build());
}

TEST(MaxPoolDilations, MatchReference) {
  for (const DataType type : {DataType::Float, DataType::Int8}) {
    ModelBuilder b;
    b.input("x", type, {1, 2, 9, 9});
    b.node("MaxPool", {"x"}, {"y"}).set("kernel_shape", Shape{2, 3}).set("dilations", Shape{3, 2});
    expect_like_reference(b.build());
  }
}

}  // namespace
}  // namespace quern::cpu::test
