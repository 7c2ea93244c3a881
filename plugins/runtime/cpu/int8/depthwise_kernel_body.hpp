// The loop structure of the depthwise kernels. `V` describes the registers of an instruction set:
//   kChannels, kTaps, kWeightBytes, kOffsetsInput, channel(slot)   as in DepthwiseKernels
//   Accumulators, Inputs                  one block of channels: sums; a group of taps, interleaved
//   load(init)
//   interleave<Partial>(taps, offset, channels, signed_input)      Inputs from kTaps pointers
//   padding(signed_input)                 Inputs of a group of taps that are all padding
//   add_products(acc, inputs, weights)
//   store<Partial>(acc, y, channels, rshift, relu)
// Partial: only the first `channels` of the block exist; no other byte is read or written.
#pragma once

#include "depthwise_kernels.hpp"
#include "unroll.hpp"

namespace quern::cpu::int8 {
namespace {

// One block of channels of the filters.
template <class V, bool Partial>
struct DepthwiseBlock {
  static constexpr int64_t kGroupBytes = V::kChannels * 4;

  int64_t first;
  int channels;
  const uint8_t* weights;
  const int32_t* init;
  int rshift;
  bool signed_input, relu;

  DepthwiseBlock(const DepthwiseFilters& filters, int64_t block)
      : first(block * V::kChannels),
        channels(int(filters.channels - first)),
        weights(filters.weights + block * filters.groups * kGroupBytes),
        init(filters.init + first),
        rshift(filters.rshift),
        signed_input(filters.signed_input),
        relu(filters.relu) {}

  QUERN_ALWAYS_INLINE typename V::Inputs interleave(const uint8_t* const* taps, int64_t offset) const {
    return V::template interleave<Partial>(taps, offset + first, channels, signed_input);
  }
  QUERN_ALWAYS_INLINE void store(const typename V::Accumulators& acc, uint8_t* y) const {
    V::template store<Partial>(acc, y + first, channels, rshift, relu);
  }
};

template <class V, bool Partial>
void depthwise_stretch(const DepthwiseFilters& filters, const DepthwiseStretch& s, int64_t block_index) {
  const DepthwiseBlock<V, Partial> block(filters, block_index);
  for (int64_t pixel = 0; pixel < s.pixels; ++pixel) {
    typename V::Accumulators acc = V::load(block.init);
    for (int64_t group = 0; group < filters.groups; ++group)
      V::add_products(acc, block.interleave(s.taps + group * V::kTaps, pixel * s.x_pixel_step),
                      block.weights + group * block.kGroupBytes);
    block.store(acc, s.y + pixel * s.y_pixel_step);
  }
}

template <class V>
constexpr int kGroupsPerColumn = (3 + V::kTaps - 1) / V::kTaps;

template <class V>
struct DepthwiseColumn {
  typename V::Inputs group[kGroupsPerColumn<V>];
};

template <class V, bool Partial, int Stride>
void depthwise_row_3x3(const DepthwiseFilters& filters, const DepthwiseRow3x3& s, int64_t block_index) {
  const DepthwiseBlock<V, Partial> block(filters, block_index);
  constexpr int kGroups = kGroupsPerColumn<V>;
  using Column = DepthwiseColumn<V>;
  const auto column_at = [&](int64_t x) QUERN_ALWAYS_INLINE {
    Column column;
    const bool inside = x >= 0 && x < s.in_width;
    unroll<kGroups>([&](auto g) QUERN_ALWAYS_INLINE {
      const uint8_t* taps[V::kTaps];
      unroll<V::kTaps>([&](auto t) QUERN_ALWAYS_INLINE {
        constexpr int kTap = g.value * V::kTaps + t.value, kRow = kTap < 3 ? kTap : 2;  // weights behind are zero
        taps[t.value] = s.rows[kRow] + x * s.row_pixel_step[kRow];
      });
      column.group[g.value] = inside ? block.interleave(taps, 0) : V::padding(block.signed_input);
    });
    return column;
  };
  const auto add_column = [&](typename V::Accumulators& acc, const Column& column, auto index) QUERN_ALWAYS_INLINE {
    unroll<kGroups>([&](auto g) QUERN_ALWAYS_INLINE {
      V::add_products(acc, column.group[g.value],
                      block.weights + (index.value * kGroups + g.value) * block.kGroupBytes);
    });
  };

  int64_t x = -s.pad_left;
  Column left = column_at(x), middle = column_at(x + 1), right = column_at(x + 2);
  for (int64_t pixel = 0;;) {
    typename V::Accumulators acc = V::load(block.init);
    add_column(acc, left, std::integral_constant<int, 0>{});
    add_column(acc, middle, std::integral_constant<int, 1>{});
    add_column(acc, right, std::integral_constant<int, 2>{});
    block.store(acc, s.y + pixel * s.y_pixel_step);
    if (++pixel == s.out_width) break;
    x += Stride;
    left = Stride == 1 ? middle : right;
    middle = Stride == 1 ? right : column_at(x + 1);
    right = column_at(x + 2);
  }
}

// Calls run(whole, block) for every block of channels; `whole` is a compile-time bool.
template <class V, class F>
QUERN_ALWAYS_INLINE inline void for_each_block(const DepthwiseFilters& filters, const F& run) {
  const int64_t whole = filters.channels / V::kChannels;
  for (int64_t block = 0; block < whole; ++block) run(std::true_type{}, block);
  if (filters.channels % V::kChannels != 0) run(std::false_type{}, whole);
}

template <class V>
void run_stretch(const DepthwiseFilters& filters, const DepthwiseStretch& s) {
  for_each_block<V>(filters, [&](auto whole, int64_t block) {
    depthwise_stretch<V, !whole.value>(filters, s, block);
  });
}

template <class V>
void run_row_3x3(const DepthwiseFilters& filters, const DepthwiseRow3x3& s) {
  for_each_block<V>(filters, [&](auto whole, int64_t block) {
    if (s.stride == 1) {
      depthwise_row_3x3<V, !whole.value, 1>(filters, s, block);
    } else {
      depthwise_row_3x3<V, !whole.value, 2>(filters, s, block);
    }
  });
}

template <class V>
constexpr DepthwiseKernels make_depthwise_kernels() {
  return {V::kChannels, V::kTaps, V::kWeightBytes, V::kOffsetsInput, V::channel, run_stretch<V>, run_row_3x3<V>};
}

}  // namespace
}  // namespace quern::cpu::int8
