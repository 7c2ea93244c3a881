#include <gtest/gtest.h>

#include "run.hpp"

namespace quern::ops::test {
namespace {

Tensor bytes(std::vector<int8_t> v, const Shape& shape) { return Tensor::from(v, shape); }

Node quern_node(const std::string& op, size_t inputs, std::vector<Attribute> attributes) {
  return make_node(op, inputs, std::move(attributes), "quern");
}

TEST(QConv, RoundsTheSumOnceAndSaturates) {
  const Tensor x = bytes({127, 127, -128, 1}, {1, 1, 1, 4}), w = bytes({3, 2}, {1, 1, 1, 2});
  const Tensor bias = Tensor::from(std::vector<int16_t>{4});
  const Node node = quern_node("QConv", 3, {integer("rshift", 1)});
  EXPECT_EQ((std::vector<int8_t>{127, 65, -128}),
            values<int8_t>(run(node, {x, w, bias})[0]));  // 639/2, 129/2, -378/2
}

TEST(QConv, ReluGivesUnsignedResults) {
  const Node node = quern_node("QConv", 2, {integer("relu", 1)});
  const Tensor y = run(node, {bytes({100, -100}, {1, 1, 1, 2}), bytes({2}, {1, 1, 1, 1})})[0];
  EXPECT_EQ((std::vector<uint8_t>{200, 0}), values<uint8_t>(y));
}

TEST(QConvTranspose, SpreadsEveryCell) {
  const Node node = quern_node("QConvTranspose", 2, {ints("strides", {1, 2})});
  const Tensor y = run(node, {bytes({1, 2}, {1, 1, 1, 2}), bytes({3, 4, 5}, {1, 1, 1, 3})})[0];
  EXPECT_EQ((std::vector<int8_t>{3, 4, 11, 8, 10}), values<int8_t>(y));
}

TEST(QGemm, MultipliesTheLastAxis) {
  const Tensor x = Tensor::from(std::vector<uint8_t>{1, 2, 255, 0}, {2, 1, 2});
  const Node node = quern_node("QGemm", 3, {integer("rshift", 2)});
  const Tensor y = run(node, {x, bytes({1, 1, -1, 0}, {2, 2}), Tensor::from(std::vector<int16_t>{0, 1})})[0];
  EXPECT_EQ((Shape{2, 1, 2}), y.dims);
  EXPECT_EQ((std::vector<int8_t>{1, 0, 64, -63}), values<int8_t>(y));  // 3/4, 0/4, 255/4, -254/4
}

TEST(QAdd, RoundsEachInputAndSaturatesTheRunningSum) {
  const Node node = quern_node("QAdd", 3, {ints("multipliers", {1, 3, 127}), ints("rshifts", {1, 2, 0})});
  const Tensor scalar = bytes({-1}, {1});
  const Tensor y = run(node, {bytes({3, -3}, {2}), bytes({2, -2}, {2}), scalar})[0];
  EXPECT_EQ((std::vector<int8_t>{-123, -128}), values<int8_t>(y));  // 2+2-127, -1-1-127
  const Node wide =
      quern_node("QAdd", 3, {ints("multipliers", {255, 255, -255}), ints("rshifts", {0, 0, 0})});
  const Tensor top = bytes({127}, {1});
  EXPECT_EQ((std::vector<int8_t>{127}),
            values<int8_t>(run(wide, {top, top, top})[0]));  // min(64770, 32767) - 32385
}

TEST(QMul, BroadcastsAndScales) {
  const Node node = quern_node("QMul", 2, {integer("multiplier", 3), integer("rshift", 4)});
  const Tensor y = run(node, {bytes({4, -4}, {2, 1}), bytes({1, 2}, {2})})[0];
  EXPECT_EQ((std::vector<int8_t>{1, 2, -1, -1}), values<int8_t>(y));  // 12, 24, -12, -24 over 16
}

TEST(QRescale, RoundsHalfUp) {
  const Node node = quern_node("QRescale", 1, {integer("multiplier", 1), integer("rshift", 1)});
  EXPECT_EQ((std::vector<int8_t>{2, -1, 0}), values<int8_t>(run(node, {bytes({3, -3, -1}, {3})})[0]));
}

TEST(QScale, SaturatesTo16BitsAndRoundsDown) {
  const Node node = quern_node("QScale", 3, {ints("rshifts", {1, 8})});
  const Tensor y = run(node, {bytes({3, -3, 127, 127}, {2, 2, 1}), bytes({1, 127}, {2}),
                              Tensor::from(std::vector<int16_t>{0, 32000})})[0];
  EXPECT_EQ((std::vector<int8_t>{1, 123, 63, 127}), values<int8_t>(y));  // 3>>1, 31619>>8, 127>>1, 32767>>8
}

TEST(QAveragePool, CountsPadsAsZero) {
  const Node node = quern_node("QAveragePool", 1,
                               {ints("kernel_shape", {1, 3}), ints("pads", {0, 1, 0, 1}),
                                integer("multiplier", 171), integer("rshift", 9)});
  EXPECT_EQ((std::vector<int8_t>{20, 33, 27}),
            values<int8_t>(run(node, {bytes({20, 40, 40}, {1, 1, 1, 3})})[0]));
}

TEST(QLut, IndexesByTheUnsignedByte) {
  std::vector<uint8_t> table(256);
  for (size_t i = 0; i < 256; ++i) table[i] = uint8_t(255 - i);
  const Tensor y = run(quern_node("QLut", 2, {}), {bytes({0, 1, -1}, {3}), Tensor::from(table)})[0];
  EXPECT_EQ((std::vector<uint8_t>{255, 254, 0}), values<uint8_t>(y));
}

TEST(QLeakyRelu, LeavesPositiveValuesAlone) {
  const Node node = quern_node("QLeakyRelu", 1, {integer("multiplier", 13), integer("rshift", 7)});
  EXPECT_EQ((std::vector<int8_t>{100, -10, 0}), values<int8_t>(run(node, {bytes({100, -100, -4}, {3})})[0]));
}

TEST(QPRelu, TakesOneSlopePerChannel) {
  const Node node = quern_node("QPRelu", 2, {integer("rshift", 2)});
  EXPECT_EQ((std::vector<int8_t>{-1, 5, 20, 5}),
            values<int8_t>(run(node, {bytes({-4, 5, -40, 5}, {1, 2, 2}), bytes({1, -2}, {2})})[0]));
}

TEST(QuantizeDequantize, AreInverseOnTheGrid) {
  const Tensor x = Tensor::from(std::vector<float>{-0.5f, 0.25f, 31.5f, 1000});
  const Tensor q = run(quern_node("Quantize", 1, {real("inverse_scale", 4)}), {x})[0];
  EXPECT_EQ((std::vector<int8_t>{-2, 1, 126, 127}), values<int8_t>(q));
  const Tensor y = run(quern_node("Dequantize", 1, {real("scale", 0.25f)}), {q})[0];
  EXPECT_EQ((std::vector<float>{-0.5f, 0.25f, 31.5f, 31.75f}), values<float>(y));
}

TEST(IntegerOperators, RefuseWhatTheChipCannotDo) {
  const Tensor x = bytes({1, 2}, {1, 2});
  EXPECT_THROW(run(quern_node("QRescale", 1, {integer("rshift", 32)}), {x}), Error);
  EXPECT_THROW(run(quern_node("QRescale", 1, {integer("rshift", -1)}), {x}), Error);
  EXPECT_THROW(run(quern_node("QRescale", 1, {integer("multiplier", 256)}), {x}), Error);
  EXPECT_THROW(run(quern_node("QRescale", 1, {}), {iota({2})}), Error) << "float input";
  EXPECT_THROW(run(quern_node("QLut", 2, {}), {x, bytes({1}, {1})}), Error);
  EXPECT_THROW(run(quern_node("QAdd", 2, {ints("multipliers", {1}), ints("rshifts", {0, 0})}), {x, x}),
               Error);
  EXPECT_THROW(run(quern_node("QScale", 3, {ints("rshifts", {0})}),
                   {x, bytes({1}, {1}), Tensor::from(std::vector<int16_t>{0})}),
               Error);
}

}  // namespace
}  // namespace quern::ops::test
