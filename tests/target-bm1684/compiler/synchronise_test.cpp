#include "emission/synchronise.hpp"

#include <gtest/gtest.h>

#include "layers/kernel.hpp"

namespace quern::bm1684 {
namespace {

constexpr Dims kDims{1, 64, 1, 32};  // one row of 128 bytes per lane

GdmaCopy load(uint32_t offset, uint64_t from = kArenaBase) {
  const Strides strides{2048, 32, 32, 1};
  return {Direction::S2L, Format::F32, {from, kDims, strides}, Endpoint::local({0, offset}, kDims, strides)};
}
GdmaCopy store(uint32_t offset) {
  const Strides strides{2048, 32, 32, 1};
  return {Direction::L2S,
          Format::F32,
          Endpoint::local({0, offset}, kDims, strides),
          {kArenaBase + 0x10000, kDims, strides}};
}
Arithmetic add(uint32_t y, uint32_t a, uint32_t b) {
  Arithmetic op;
  op.dims = kDims;
  op.y = in_local({0, y});
  op.a = in_local({0, a});
  op.b = in_local({0, b});
  return op;
}

std::vector<uint16_t> waits(const std::vector<Recorded>& list, bool of_bd) {
  std::vector<uint16_t> result;
  for (const Commands& group : synchronise(list)) {
    for (const BdCommand& c : group.bd)
      if (of_bd) result.push_back(decode(c).sync.wait);
    for (const GdmaCommand& c : group.gdma)
      if (!of_bd) result.push_back(decode(c).sync.wait);
  }
  return result;
}

TEST(Synchronise, EachWaitsForTheLastThatTouchedTheSame) {
  Recorder r;
  r.add(load(0));             // gdma 1
  r.add(load(128));           // gdma 2
  r.add(add(256, 0, 0));      // bd 1: reads gdma 1's
  r.add(add(384, 0, 128));    // bd 2: reads gdma 2's
  r.add(store(256));          // gdma 3: reads bd 1's
  r.add(load(0));             // gdma 4: overwrites what bd 2 reads
  r.add(add(256, 512, 512));  // bd 3: overwrites what gdma 3 reads
  EXPECT_EQ(waits(r.list(), true), (std::vector<uint16_t>{1, 2, 3}));
  EXPECT_EQ(waits(r.list(), false), (std::vector<uint16_t>{0, 0, 1, 2}));
}

TEST(Synchronise, WhatIsApartDoesNotWait) {
  Recorder r;
  r.add(load(0));
  r.add(add(256, 384, 512));
  r.add(load(640));
  EXPECT_EQ(waits(r.list(), true), (std::vector<uint16_t>{0}));
  EXPECT_EQ(waits(r.list(), false), (std::vector<uint16_t>{0, 0}));
}

TEST(Synchronise, IdsBeginAnewInEveryGroup) {
  Recorder r;
  for (int i = 0; i < kMaxCommandsPerGroup + 5; ++i) r.add(add(256, 0, 128));
  const std::vector<Commands> groups = synchronise(r.list());
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].bd.size(), size_t(kMaxCommandsPerGroup));
  EXPECT_EQ(decode(groups[1].bd[0]).sync.id, 1);
}

}  // namespace
}  // namespace quern::bm1684
