#include <gtest/gtest.h>

#include "layers/window_part.hpp"
#include "program/chip_tensor.hpp"

namespace quern::bm1684 {
namespace {

using Strides64 = std::vector<int64_t>;

TEST(Views, ReshapeOfDenseMemory) {
  EXPECT_EQ(reshaped_strides({2, 3, 4}, {12, 4, 1}, {6, 4}), (Strides64{4, 1}));
  EXPECT_EQ(reshaped_strides({6, 4}, {4, 1}, {2, 3, 2, 2}), (Strides64{12, 4, 2, 1}));
  EXPECT_EQ(reshaped_strides({1, 8}, {8, 1}, {8}), (Strides64{1}));
}

TEST(Views, ReshapeOfSlicesAndTransposes) {
  // Rows of 4 out of rows of 10.
  EXPECT_EQ(reshaped_strides({3, 4}, {10, 1}, {3, 2, 2}), (Strides64{10, 2, 1}));
  EXPECT_EQ(reshaped_strides({3, 4}, {10, 1}, {12}), std::nullopt);
  // A transpose can be cut, not joined.
  EXPECT_EQ(reshaped_strides({4, 3}, {1, 4}, {2, 2, 3}), (Strides64{2, 1, 4}));
  EXPECT_EQ(reshaped_strides({4, 3}, {1, 4}, {12}), std::nullopt);
  EXPECT_EQ(reshaped_strides({4, 3}, {3, 1}, {5}), std::nullopt);
}

TEST(Views, BatchesOfBytesShareWords) {
  EXPECT_EQ(word_shape({5, 3, 2}, Element::I8), (Shape{2, 3, 2}));
  EXPECT_EQ(word_shape({5, 3, 2}, Element::F32), (Shape{5, 3, 2}));
  ChipTensor t;
  t.element = Element::U8;
  t.shape = {4, 6, 2, 2};
  t.strides = dense_strides(word_shape(t.shape, t.element));
  EXPECT_TRUE(view_as(t, {4, 24, 1, 1}));
  EXPECT_FALSE(view_as(t, {2, 48, 1, 1}));
}

TEST(Views, RanksBecomeFourDimensions) {
  EXPECT_EQ(canonical_dims({}), (Dims{1, 1, 1, 1}));
  EXPECT_EQ(canonical_dims({2, 3}), (Dims{2, 3, 1, 1}));
  EXPECT_EQ(canonical_dims({2, 3, 4, 5, 6}), (Dims{2, 3, 20, 6}));
}

// Against the definition: which inputs the taps of these outputs touch.
TEST(WindowParts, AreWhatTheTapsTouch) {
  for (const int kernel : {1, 2, 3, 5})
    for (const int stride : {1, 2, 3, 7})
      for (const int dilation : {1, 2})
        for (const int pad : {0, 1, 2})
          for (const int insert : {0, 1, 2}) {
            const WindowAxis axis{9, kernel, insert ? 1 : stride, dilation, pad, insert};
            const int inserted = (axis.size - 1) * (insert + 1) + 1;
            const int outputs = (inserted + 2 * pad - dilation * (kernel - 1) - 1) / axis.stride + 1;
            for (int begin = 0; begin < outputs; ++begin)
              for (int end = begin + 1; end <= outputs; ++end) {
                int first = axis.size, last = -1;
                for (int out = begin; out < end; ++out)
                  for (int tap = 0; tap < kernel; ++tap) {
                    const int at = out * axis.stride - pad + tap * dilation;
                    if (at < 0 || at >= inserted || at % (insert + 1) != 0) continue;
                    first = std::min(first, at / (insert + 1));
                    last = std::max(last, at / (insert + 1));
                  }
                if (last < 0) continue;  // zeros only
                const WindowPart part = window_part(axis, {begin, end});
                ASSERT_LE(part.input.begin, first);
                ASSERT_GT(part.input.end, last);
                // The part with its pads is exactly what the outputs span, where they start inside.
                const int span = (end - begin - 1) * axis.stride + dilation * (kernel - 1) + 1;
                const int held = (part.input.size() - 1) * (insert + 1) + 1 + part.pad_begin + part.pad_end;
                ASSERT_GE(held, span) << kernel << stride << dilation << pad << insert;
              }
          }
}

}  // namespace
}  // namespace quern::bm1684
