#include "harness.hpp"

namespace quern::cpu::test {
namespace {

TEST(Resize, ModesAndCoordinates) {
  for (const char* transformation : {"half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"}) {
    for (const char* mode : {"nearest", "linear"}) {
      for (const std::vector<int64_t>& sizes :
           std::vector<std::vector<int64_t>>{{1, 3, 10, 14}, {1, 3, 4, 5}, {1, 3, 1, 1}, {1, 3, 13, 3}}) {
        ModelBuilder b;
        b.input("x", {1, 3, 5, 7}).integers("sizes", sizes);
        b.node("Resize", {"x", "", "", "sizes"}, {"y"})
            .set("mode", std::string(mode))
            .set("coordinate_transformation_mode", std::string(transformation));
        SCOPED_TRACE(std::string(transformation) + " " + mode);
        EXPECT_FALSE(uses_reference_kernels(b.build()));
        expect_like_reference(b.build());
      }
    }
  }
}

TEST(Resize, RoundingOfNearest) {
  for (const char* rounding : {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}) {
    for (const DataType type : {DataType::Float, DataType::Int8}) {
      ModelBuilder b;
      b.input("x", type, {2, 3, 5, 7}).constant("scales", Tensor::from(std::vector<float>{1, 1, 2, 1.5f}));
      b.constant("roi", Tensor(DataType::Float, {0}));
      b.node("Resize", {"x", "roi", "scales"}, {"y"})
          .set("mode", std::string("nearest"))
          .set("nearest_mode", std::string(rounding));
      EXPECT_FALSE(uses_reference_kernels(b.build()));
      expect_like_reference(b.build());
    }
  }
}

TEST(Resize, CubicAndOtherRanksAreLeftToTheReference) {
  ModelBuilder b;
  b.input("x", {1, 2, 5, 5}).integers("sizes", {1, 2, 8, 9});
  b.node("Resize", {"x", "", "", "sizes"}, {"y"}).set("mode", std::string("cubic"));
  expect_like_reference(b.build());
  ModelBuilder line;
  line.input("x", {1, 2, 5}).integers("sizes", {1, 2, 9});
  line.node("Resize", {"x", "", "", "sizes"}, {"y"}).set("mode", std::string("linear"));
  expect_like_reference(line.build());
}

}  // namespace
}  // namespace quern::cpu::test
