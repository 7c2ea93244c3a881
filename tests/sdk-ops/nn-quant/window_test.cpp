#include <gtest/gtest.h>

#include <quern/ops/window.hpp>

#include "run.hpp"

namespace quern::ops {
namespace {

using test::integer;
using test::ints;
using test::text;

Window conv(std::vector<Attribute> attributes, const Shape& input, const Shape& kernel) {
  return conv_window(test::make_node("Conv", 2, std::move(attributes)), input, kernel);
}
Window pool(std::vector<Attribute> attributes, const Shape& input) {
  return pool_window(test::make_node("MaxPool", 1, std::move(attributes)), input);
}
Window transposed(std::vector<Attribute> attributes, const Shape& input, const Shape& kernel) {
  return conv_transpose_window(test::make_node("ConvTranspose", 2, std::move(attributes)), input, kernel);
}

TEST(ConvWindow, ComputesTheOutputSize) {
  const Window w = conv({ints("strides", {2, 1}), ints("dilations", {1, 2}), ints("pads", {1, 0, 1, 2})},
                        {224, 10}, {3, 3});
  EXPECT_EQ((Shape{112, 8}), w.output);
  EXPECT_EQ((Shape{1, 0, 1, 2}), w.pads());
}

TEST(ConvWindow, SamePaddingPutsTheOddCellWhereItsNameSays) {
  const Window upper = conv({ints("strides", {2}), text("auto_pad", "SAME_UPPER")}, {6}, {3});
  EXPECT_EQ((Shape{3}), upper.output);
  EXPECT_EQ((Shape{0, 1}), upper.pads());
  const Window lower = conv({ints("strides", {2}), text("auto_pad", "SAME_LOWER")}, {6}, {3});
  EXPECT_EQ((Shape{1, 0}), lower.pads());
}

TEST(ConvWindow, KeepsUnknownSizes) {
  EXPECT_EQ((Shape{kUnknownDim, 3}), conv({}, {kUnknownDim, 5}, {3, 3}).output);
}

TEST(PoolWindow, CeilModeAddsThePartialWindow) {
  EXPECT_EQ((Shape{2}), pool({ints("kernel_shape", {2}), ints("strides", {2})}, {5}).output);
  EXPECT_EQ((Shape{3}),
            pool({ints("kernel_shape", {2}), ints("strides", {2}), integer("ceil_mode", 1)}, {5}).output);
}

TEST(PoolWindow, CeilModeDropsWindowsThatStartInTheEndPadding) {
  const Window w = pool(
      {ints("kernel_shape", {2}), ints("strides", {4}), ints("pads", {0, 1}), integer("ceil_mode", 1)}, {4});
  EXPECT_EQ((Shape{1}), w.output);
}

TEST(TransposedWindow, InvertsTheConvolution) {
  EXPECT_EQ((Shape{10}), transposed({ints("strides", {3}), ints("output_padding", {1})}, {3}, {3}).output);
  EXPECT_EQ((Shape{6}), transposed({ints("strides", {2}), ints("pads", {1, 0})}, {3}, {3}).output);
}

TEST(TransposedWindow, OutputShapeBecomesPads) {
  const Window smaller = transposed({ints("strides", {2}), ints("output_shape", {6})}, {3}, {3});
  EXPECT_EQ((Shape{6}), smaller.output);
  EXPECT_EQ((Shape{1, 0}), smaller.pads());
  const Window larger = transposed({ints("strides", {2}), ints("output_shape", {9})}, {3}, {3});
  EXPECT_EQ((Shape{0, 0}), larger.pads());
  EXPECT_EQ((Shape{2}), larger.output_padding);
}

TEST(Window, RefusesAttributesOutOfRange) {
  EXPECT_THROW(conv({ints("strides", {0})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({ints("strides", {-1})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({ints("strides", {1, 1})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({ints("dilations", {0})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({ints("pads", {-1, 0})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({ints("pads", {INT64_MAX, INT64_MAX})}, {5}, {3}), InputError);
  EXPECT_THROW(conv({text("auto_pad", "MAYBE")}, {5}, {3}), InputError);
  EXPECT_THROW(conv({}, {2}, {3}), InputError) << "the kernel is larger than the input";
  EXPECT_THROW(conv({ints("kernel_shape", {5})}, {9}, {3}), InputError) << "contradicts the weights";
  EXPECT_THROW(pool({}, {5}), InputError) << "no kernel_shape";
  EXPECT_THROW(transposed({ints("pads", {9, 9})}, {3}, {3}), InputError) << "nothing is left";
  EXPECT_THROW(transposed({ints("output_shape", {INT64_MIN})}, {3}, {3}), InputError);
}

TEST(IndicesInside, AgreesWithCounting) {
  for (int64_t count = 0; count < 6; ++count)
    for (int64_t step = 1; step < 4; ++step)
      for (int64_t offset = -7; offset < 7; ++offset)
        for (int64_t bound = 0; bound < 7; ++bound) {
          const IndexRange range = indices_inside(count, step, offset, bound);
          for (int64_t i = 0; i < count; ++i) {
            const int64_t position = i * step + offset;
            ASSERT_EQ(position >= 0 && position < bound, i >= range.first && i < range.last)
                << count << ' ' << step << ' ' << offset << ' ' << bound << ' ' << i;
          }
        }
}

}  // namespace
}  // namespace quern::ops
