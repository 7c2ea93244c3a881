// Convolutions, transposed convolutions and fully connected layers, f32 and 8 bits.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace quern::bm1684::test {
namespace {

struct ConvCase {
  const char* name;
  Shape x;
  int64_t outputs = 8, groups = 1;
  Shape kernel{3, 3}, strides{1, 1}, pads{0, 0, 0, 0}, dilations{1, 1};
};

void set_window(Node& n, const ConvCase& c) {
  n.set("kernel_shape", c.kernel).set("strides", c.strides).set("pads", c.pads).set("dilations", c.dilations);
  n.set("group", c.groups);
}

Shape weight_shape(const ConvCase& c, bool is_transposed) {
  Shape shape = is_transposed ? Shape{c.x[1], c.outputs / c.groups} : Shape{c.outputs, c.x[1] / c.groups};
  shape.insert(shape.end(), c.kernel.begin(), c.kernel.end());
  return shape;
}

void expect_conv(const ConvCase& c, bool is_transposed, bool has_bias) {
  TestGraph g;
  std::vector<std::string> inputs{g.input(c.x), g.floats(weight_shape(c, is_transposed))};
  if (has_bias) inputs.push_back(g.floats({c.outputs}));
  Node n = node(is_transposed ? "ConvTranspose" : "Conv", inputs);
  set_window(n, c);
  const std::string y = g.add(n);
  expect_on_chip(g.finish({y}), c.name);
}

void expect_integer_conv(const ConvCase& c, bool is_transposed, DataType type, bool relu) {
  TestGraph g;
  std::vector<std::string> inputs{g.input(c.x, type),
                                  g.integers(weight_shape(c, is_transposed), DataType::Int8)};
  if (relu) inputs.push_back(g.int16s({c.outputs}, 30000));
  Node n = node(is_transposed ? "QConvTranspose" : "QConv", inputs, kQuernDomain);
  set_window(n, c);
  n.set("rshift", int64_t(g.between(5, 9))).set("relu", int64_t(relu));
  const std::string y = g.add(n);
  expect_on_chip(g.finish({y}), c.name);
}

const std::vector<ConvCase> kConvolutions = {
    {"1x1", {1, 5, 1, 1}, 7, 1, {1, 1}},
    {"3x3", {2, 3, 9, 11}, 8, 1, {3, 3}, {1, 1}, {1, 1, 1, 1}},
    {"more than 64 channels", {3, 70, 7, 5}, 130, 1, {3, 3}, {2, 2}, {1, 1, 1, 1}},
    {"stride beyond kernel", {1, 6, 13, 17}, 9, 1, {2, 2}, {3, 5}},
    {"dilation", {5, 4, 15, 14}, 6, 1, {3, 2}, {1, 2}, {2, 1, 3, 0}, {3, 2}},
    {"large kernel", {1, 2, 20, 21}, 3, 1, {11, 9}, {4, 4}, {2, 3, 5, 4}},
    {"groups", {2, 12, 6, 7}, 20, 4, {3, 3}, {1, 1}, {1, 1, 1, 1}},
    {"groups across lanes", {5, 80, 5, 5}, 160, 2, {3, 3}, {1, 1}, {1, 1, 1, 1}},
    {"depthwise", {3, 67, 9, 8}, 67, 67, {3, 3}, {2, 1}, {1, 1, 1, 1}},
    {"depthwise 5x5", {1, 5, 12, 13}, 5, 5, {5, 5}, {1, 1}, {2, 2, 2, 2}},
    {"depthwise dilated", {4, 3, 12, 13}, 3, 3, {3, 3}, {1, 1}, {2, 2, 2, 2}, {2, 2}},
    {"depthwise multiplier", {2, 6, 8, 9}, 12, 6, {3, 3}, {1, 1}, {1, 1, 1, 1}},
    {"one-dimensional", {2, 5, 19}, 7, 1, {3}, {2}, {1, 1}, {1}},
    {"tall image", {1, 16, 300, 40}, 32, 1, {3, 3}, {1, 1}, {1, 1, 1, 1}},
};

TEST(ConvOnChip, Float) {
  for (const ConvCase& c : kConvolutions) {
    expect_conv(c, false, true);
    expect_conv(c, false, false);
  }
}

TEST(ConvOnChip, Integer) {
  for (const ConvCase& c : kConvolutions) {
    expect_integer_conv(c, false, DataType::Int8, true);
    expect_integer_conv(c, false, DataType::Uint8, false);
  }
}

// Windows beyond the fields of an instruction.
const std::vector<ConvCase> kLarge = {
    {"patches", {2, 3, 48, 32}, 70, 1, {16, 16}, {16, 16}},
    {"stride 17 padded", {1, 2, 40, 50}, 5, 1, {5, 7}, {17, 18}, {1, 2, 3, 4}},
    {"dilation 18", {5, 6, 40, 41}, 7, 1, {3, 3}, {1, 1}, {18, 18, 18, 18}, {18, 18}},
    {"dilation 20 in groups", {1, 6, 50, 45}, 9, 3, {3, 2}, {2, 1}, {0, 0, 0, 0}, {20, 20}},
    {"depthwise, dilation 18", {1, 5, 40, 41}, 5, 5, {3, 3}, {1, 1}, {18, 18, 18, 18}, {18, 18}},
    {"pads of 20", {2, 3, 9, 10}, 4, 1, {3, 3}, {2, 2}, {20, 1, 17, 0}},
    {"long signal", {1, 3, 5000}, 4, 1, {9}, {2}, {4, 4}, {1}},
};

TEST(ConvOnChip, LargeWindows) {
  for (const ConvCase& c : kLarge) {
    expect_conv(c, false, true);
    expect_integer_conv(c, false, DataType::Int8, true);
  }
}

const std::vector<ConvCase> kTransposed = {
    {"stride 2", {2, 5, 6, 7}, 9, 1, {4, 4}, {2, 2}, {1, 1, 1, 1}},
    {"stride 1", {1, 3, 6, 7}, 70, 1, {3, 3}, {1, 1}, {1, 1, 1, 1}},
    {"stride beyond kernel", {1, 3, 5, 4}, 4, 1, {2, 2}, {3, 3}},
    {"groups", {5, 8, 5, 6}, 12, 4, {3, 3}, {2, 2}, {1, 1, 1, 1}},
    {"depthwise", {3, 66, 5, 6}, 66, 66, {4, 4}, {2, 2}, {1, 1, 1, 1}},
    {"many channels", {1, 90, 9, 5}, 70, 1, {2, 2}, {2, 2}},
};

TEST(ConvTransposeOnChip, Float) {
  for (const ConvCase& c : kTransposed) expect_conv(c, true, true);
}

TEST(ConvTransposeOnChip, Integer) {
  for (const ConvCase& c : kTransposed) {
    expect_integer_conv(c, true, DataType::Int8, false);
    expect_integer_conv(c, true, DataType::Uint8, true);
  }
}

TEST(GemmOnChip, Float) {
  for (const Shape& x : std::vector<Shape>{{1, 7}, {5, 70}, {3, 1000}, {2, 8192}}) {
    TestGraph g;
    const std::string a = g.input(x);
    const std::string y = g.add(node("Gemm", {a, g.floats({x[1], 33}), g.floats({33})}));
    const std::string z = g.add(node("Gemm", {a, g.floats({130, x[1]})}).set("transB", int64_t(1)));
    expect_on_chip(g.finish({y, z}), to_string(x));
  }
}

TEST(GemmOnChip, ConstantRight) {
  for (const Shape& x : std::vector<Shape>{{1, 3, 7}, {2, 5, 70}, {2, 3, 4, 65}, {1, 197, 96}}) {
    TestGraph g;
    const std::string y = g.add("MatMul", {g.input(x), g.floats({x.back(), 33})});
    expect_on_chip(g.finish({y}), to_string(x));
  }
}

TEST(GemmOnChip, Integer) {
  for (const Shape& x : std::vector<Shape>{{1, 7}, {5, 70}, {4, 1000}, {2, 3, 65}, {5, 4, 66}}) {
    for (const DataType type : {DataType::Int8, DataType::Uint8}) {
      TestGraph g;
      Node n =
          node("QGemm", {g.input(x, type), g.integers({33, x.back()}, DataType::Int8), g.int16s({33}, 20000)},
               kQuernDomain);
      n.set("rshift", int64_t(8)).set("relu", int64_t(type == DataType::Int8));
      const std::string y = g.add(n);
      expect_on_chip(g.finish({y}), to_string(x));
    }
  }
}

}  // namespace
}  // namespace quern::bm1684::test
