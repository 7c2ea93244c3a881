#include "harness.hpp"

namespace quern::cpu::test {
namespace {

TEST(Reduce, EverySetOfAxes) {
  for (const char* op : {"ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum"}) {
    for (const std::vector<int64_t>& axes :
         std::vector<std::vector<int64_t>>{{2, 3}, {1}, {-1}, {0}, {1, 2}, {0, 3}, {0, 1, 2, 3}}) {
      for (const int64_t keeps : {0, 1}) {
        ModelBuilder b;
        b.input("x", {2, 5, 6, 7}).weights("w", {5, 1, 1, 1});
        b.node("Conv", {"x", "w"}, {"c"}).set("group", int64_t(5));
        // In opset 17 only ReduceSum takes its axes as an input.
        const bool is_sum = std::string(op) == "ReduceSum";
        if (is_sum) b.integers("axes", axes);
        const std::vector<std::string> rest =
            is_sum ? std::vector<std::string>{"axes"} : std::vector<std::string>{};
        for (const std::string source : {"x", "c"}) {
          std::vector<std::string> inputs{source};
          inputs.insert(inputs.end(), rest.begin(), rest.end());
          Node& node = b.node(op, inputs, {source + "_y"}).set("keepdims", keeps);
          if (!is_sum) node.set("axes", axes);
        }
        SCOPED_TRACE(op);
        expect_like_reference(b.build());
      }
    }
  }
}

TEST(Reduce, NoAxesMeansAll) {
  ModelBuilder b;
  b.input("x", {3, 4, 50});
  b.node("ReduceMean", {"x"}, {"y"});
  EXPECT_FALSE(uses_reference_kernels(b.build()));
  expect_like_reference(b.build());
}

TEST(Softmax, EveryAxis) {
  for (const char* op : {"Softmax", "LogSoftmax"}) {
    for (const int64_t axis : {0, 1, 2, -1}) {
      ModelBuilder b;
      b.input("x", {2, 5, 6, 7}).weights("w", {5, 1, 1, 1});
      b.node("Conv", {"x", "w"}, {"c"}).set("group", int64_t(5));
      b.node(op, {"x"}, {"p"}).set("axis", axis);
      b.node(op, {"c"}, {"q"}).set("axis", axis);
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(Softmax, OneColumnAndOneRow) {
  for (const Shape& shape : {Shape{1, 10}, Shape{10, 1}, Shape{1000}}) {
    ModelBuilder b;
    b.input("x", shape);
    b.node("Softmax", {"x"}, {"y"});
    expect_like_reference(b.build());
  }
}

}  // namespace
}  // namespace quern::cpu::test
