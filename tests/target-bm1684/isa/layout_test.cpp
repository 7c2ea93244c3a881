// Where elements lie: against the plain statements of the documents, on sizes where they differ from each
// other.
#include "isa/layout.hpp"

#include <gtest/gtest.h>
#include <set>

namespace quern::bm1684 {
namespace {

TEST(Layout, AlignedStridesRoundASlotTo32Words) {
  EXPECT_EQ(aligned_strides({2, 65, 5, 7}, 0), (Strides{128, 64, 7, 1}));  // 35 words -> 64; two slots
  EXPECT_EQ(aligned_strides({2, 64, 4, 8}, 0), (Strides{32, 32, 8, 1}));
  EXPECT_EQ(aligned_strides({2, 64, 4, 8}, 1), (Strides{64, 32, 8, 1}));  // starts on lane 1: a second slot
}

TEST(Layout, ChannelsWrapAroundTheLanes) {
  const ElementMap map = activation_map(in_local({62, 0x100}), {1, 4, 1, 3});
  EXPECT_EQ(map.lane(0), 62);
  EXPECT_EQ(map.lane(3), 1);
  EXPECT_EQ(map.offset(0, 1, 0, 2), 0x100 + 8);
  EXPECT_EQ(map.offset(0, 2, 0, 0), 0x100 + 128);  // slot 1 of lane 0
}

TEST(Layout, SmallElementsShareWordsByBatch) {
  const ElementMap bytes = activation_map(in_local({0, 0}, Precision::I8), {6, 1, 2, 3});
  EXPECT_EQ(bytes.offset(3, 0, 0, 1), 4 + 3);
  EXPECT_EQ(bytes.offset(5, 0, 1, 0), 128 + 12 + 1);
  const ElementMap halves = activation_map(in_local({0, 0}, Precision::I16), {6, 1, 2, 3});
  EXPECT_EQ(halves.offset(3, 0, 0, 1), 128 + 4 + 2);
  const ElementMap wide = wide_result_map(in_local({0, 0}, Precision::I16), {6, 1, 2, 3});
  EXPECT_EQ(wide.offset(3, 0, 0, 1), 8 + 6);
  EXPECT_EQ(wide.offset(4, 0, 0, 0), 32 * 8);
}

TEST(Layout, EveryElementHasItsOwnBytes) {
  for (const Precision p : {Precision::I8, Precision::I16, Precision::F32}) {
    const Dims dims{5, 67, 3, 5};
    const ElementMap map = activation_map(in_local({63, 0}, p), dims);
    std::set<int64_t> seen;
    for (int n = 0; n < dims.n; ++n)
      for (int c = 0; c < dims.c; ++c)
        for (int h = 0; h < dims.h; ++h)
          for (int w = 0; w < dims.w; ++w)
            EXPECT_TRUE(seen.insert(int64_t(map.lane(c)) * kLaneBytes + map.offset(n, c, h, w)).second);
    EXPECT_LE(*seen.rbegin() % kLaneBytes, aligned_lane_bytes(dims, p, 63));
  }
}

TEST(Layout, MatrixSectionsAreRowsOf128Bytes) {
  const ElementMap map = matrix_map(in_local({60, 0}, Precision::I8), 5, 130);  // 130 bytes -> 256
  EXPECT_EQ(map.lane(4), 0);
  EXPECT_EQ(map.offset(0, 4, 0, 1), 256 + 1);
  EXPECT_EQ(map.offset(1, 0, 0, 0), 512);
  EXPECT_EQ(matrix_lane_bytes(3, 5, 130, Precision::I8, 60), 3 * 512);
}

TEST(Layout, WeightsGroupInputChannels) {
  const Strides bytes = weight_strides(6, 3, 2, Precision::I8);
  EXPECT_EQ(bytes, (Strides{1, 12, 4, 2}));
  EXPECT_EQ(weight_offset(bytes, Precision::I8, 5, 2, 1), (1 + 2 * 4 + 2) * 4 + 1);
  const Strides floats = weight_strides(3, 3, 3, Precision::F32);
  EXPECT_EQ(floats, (Strides{1, 18, 6, 2}));
  EXPECT_EQ(weight_offset(floats, Precision::F32, 2, 1, 0), (1 + 6) * 8);
  EXPECT_EQ(weight_channel_bytes(3, 3, 3, Precision::F32), 144);
}

}  // namespace
}  // namespace quern::bm1684
