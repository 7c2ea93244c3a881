// Resizing in all modes that canonical graphs contain.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

const std::vector<std::pair<Shape, Shape>> kSizes = {
    {{2, 3, 5, 7}, {2, 3, 10, 14}},  {{1, 70, 6, 4}, {1, 70, 9, 10}}, {{3, 5, 9, 8}, {3, 5, 4, 3}},
    {{1, 2, 7, 5}, {1, 2, 7, 12}},   {{1, 2, 7, 5}, {1, 2, 30, 5}},   {{1, 1, 1, 1}, {1, 1, 4, 5}},
    {{5, 66, 3, 3}, {5, 66, 12, 12}}};

// One graph with all sizes.
void expect_resizes(Node n, DataType type) {
  const std::string what = n.get_string("mode", "") + " " +
                           n.get_string("coordinate_transformation_mode", "") + " " +
                           n.get_string("nearest_mode", "");
  TestGraph g;
  std::vector<std::string> outputs;
  for (const auto& [from, to] : kSizes) {
    n.inputs = {g.input(from, type), "", "", g.list(to)};
    outputs.push_back(g.add(n));
  }
  expect_on_chip(g.finish(outputs), what);
}

const char* const kPlaces[] = {"half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"};

TEST(ResizeOnChip, Nearest) {
  for (const char* place : kPlaces)
    for (const char* rounding : {"round_prefer_floor", "floor", "ceil", "round_prefer_ceil"})
      for (const DataType type : {DataType::Float, DataType::Int8}) {
        Node n = node("Resize", {});
        n.set("mode", std::string("nearest")).set("coordinate_transformation_mode", std::string(place));
        expect_resizes(n.set("nearest_mode", std::string(rounding)), type);
      }
}

TEST(ResizeOnChip, Interpolated) {
  for (const char* mode : {"linear", "cubic"})
    for (const char* place : kPlaces) {
      Node n = node("Resize", {});
      n.set("mode", std::string(mode));
      expect_resizes(n.set("coordinate_transformation_mode", std::string(place)), DataType::Float);
    }
}

TEST(ResizeOnChip, ByScales) {
  TestGraph g;
  const std::string x = g.input({2, 5, 7, 9});
  const auto scales = [&](float h, float w) {
    return g.constant(Tensor::from(std::vector<float>{1, 1, h, w}));
  };
  Node linear = node("Resize", {x, "", scales(1.7f, 0.6f)}),
       nearest = node("Resize", {x, "", scales(2, 2.5f)});
  linear.set("mode", std::string("linear"));
  nearest.set("mode", std::string("nearest"))
      .set("coordinate_transformation_mode", std::string("asymmetric"));
  nearest.set("nearest_mode", std::string("floor"));
  const std::string y = g.add(linear), z = g.add(nearest);
  expect_on_chip(g.finish({y, z}), "scales");
}

TEST(ResizeOnChip, LargeImagesInTiles) {
  TestGraph g;
  Node n = node("Resize", {g.add("Relu", {g.input({1, 130, 60, 60})}), "", "", g.list({1, 130, 120, 150})});
  const std::string y = g.add("Relu", {g.add(n.set("mode", std::string("linear")))});
  expect_on_chip(g.finish({y}), "tiles");
}

TEST(ResizeOnChip, OneAxis) {
  TestGraph g;
  Node n = node("Resize", {g.input({2, 5, 11}), "", "", g.list({2, 5, 17})});
  const std::string y = g.add(n.set("mode", std::string("linear")));
  expect_on_chip(g.finish({y}), "one axis");
}

}  // namespace
}  // namespace quern::bm1684::test
