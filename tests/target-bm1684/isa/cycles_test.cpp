// The cycle model against the figures that isa.md section 10 gives.
#include "isa/cycles.hpp"

#include <gtest/gtest.h>

namespace quern::bm1684 {
namespace {

Conv layer(Precision precision, int batch, int ic, int size) {
  Conv op;
  op.input = {batch, ic, size, size};
  op.result = {batch, 64, size, size};
  op.window.kernel_h = op.window.kernel_w = 3;
  op.window.pad_up = op.window.pad_down = op.window.pad_left = op.window.pad_right = 1;
  op.x = op.y = in_local({0, 0}, precision);
  op.weights = in_local({0, 0}, weight_strides(ic, 3, 3, precision), precision);
  return op;
}

TEST(Cycles, ConvolutionsMatchTheMeasuredPoints) {
  EXPECT_EQ(cycles(layer(Precision::F32, 1, 64, 28)), 14357);
  for (int n = 1; n <= 4; ++n) EXPECT_EQ(cycles(layer(Precision::I8, n, 64, 28)), 7546);
  EXPECT_EQ(cycles(layer(Precision::I8, 5, 64, 28)), 2 * 7546);
  EXPECT_EQ(cycles(layer(Precision::F32, 1, 3, 32)), 64 * 50);
}

TEST(Cycles, PoolingIsNearTheMeasuredPoints) {
  MaxPool pool;
  pool.input = {1, 64, 14, 14};
  pool.result = {1, 64, 7, 7};
  pool.window.kernel_h = pool.window.kernel_w = pool.window.stride_y = pool.window.stride_x = 2;
  pool.x = pool.y = in_local({0, 0});
  EXPECT_NEAR(double(cycles(pool)), 130, 7);
}

TEST(Cycles, ElementwiseCountsWordsPerLane) {
  Scalar op;
  op.dims = {2, 65, 10, 10};  // two slots of 100 words, two batches
  op.a = op.b = op.y = in_local({0, 0});
  EXPECT_EQ(cycles(op), 2 * 2 * 100 / 8);
  op.dims = {1, 1, 1, 1};
  EXPECT_EQ(cycles(op), 2);
}

TEST(Cycles, CopiesApproachTheBandwidth) {
  GdmaCopy copy;
  copy.source = {kArenaBase, {1, 64, 64, 64}, {262144, 4096, 64, 1}};
  copy.target = Endpoint::local({0, 0}, {1, 64, 64, 64}, {4096, 4096, 64, 1});
  const double bytes = 64 * 64 * 64 * 4;
  EXPECT_GT(double(cycles(copy)), bytes / 53.3);
  EXPECT_LT(double(cycles(copy)), bytes / 53.3 * 1.05);
  EXPECT_EQ(ddr_bytes(copy).read, int64_t(bytes));
  EXPECT_EQ(ddr_bytes(copy).written, 0);
}

}  // namespace
}  // namespace quern::bm1684
