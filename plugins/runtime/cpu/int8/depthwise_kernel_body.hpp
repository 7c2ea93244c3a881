// The loop structure of the depthwise kernels. `V` describes the registers of an instruction set:
//   kChannels, kTaps, kWeightBytes, kOffsetsInput, channel(slot)   as in DepthwiseKernels
//   Accumulators, Inputs                  one block of channels: sums; a group of taps, interleaved
//   load(init)
//   interleave<Partial>(taps, offset, channels, signed_input)      Inputs from kTaps pointers
//   padding(signed_input)                 Inputs of a group of taps that are all padding
//   add_products(acc, inputs, weights)
//   store<Partial>(acc, y, channels, filters)
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
  DepthwiseFilters filters;  // a copy, which may stay in registers

  DepthwiseBlock(const DepthwiseFilters& all, int64_t block)
      : first(block * V::kChannels),
        channels(int(all.channels - first)),
        weights(all.weights + block * all.groups * kGroupBytes),
        init(all.init + first),
        filters(all) {}

  QUERN_ALWAYS_INLINE typename V::Inputs interleave(const uint8_t* const* taps, int64_t offset) const {
    return V::template interleave<Partial>(taps, offset + first, channels, filters.signed_input);
  }
  QUERN_ALWAYS_INLINE void store(const typename V::Accumulators& acc, uint8_t* y) const {
    V::template store<Partial>(acc, y + first, channels, filters);
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
void depthwise_row_3x3(const DepthwiseFilters& filters, const DepthwiseRow3x3& row, int64_t block_index) {
  const DepthwiseBlock<V, Partial> block(filters, block_index);
  const DepthwiseRow3x3 s = row;
  constexpr int kGroups = kGroupsPerColumn<V>;
  using Column = DepthwiseColumn<V>;

  int64_t x = -s.pad_left;  // of the next column
  int64_t offset[3] = {x * s.row_pixel_step[0], x * s.row_pixel_step[1], x * s.row_pixel_step[2]};
  const auto next_column = [&]() QUERN_ALWAYS_INLINE {
    Column column;
    if (x >= 0 && x < s.in_width) {
      unroll<kGroups>([&](auto g) QUERN_ALWAYS_INLINE {
        const uint8_t* taps[V::kTaps];
        unroll<V::kTaps>([&](auto t) QUERN_ALWAYS_INLINE {
          constexpr int kTap = g.value * V::kTaps + t.value,
                        kRow = kTap < 3 ? kTap : 2;  // weights behind are zero
          taps[t.value] = s.rows[kRow] + offset[kRow];
        });
        column.group[g.value] = block.interleave(taps, 0);
      });
    } else {
      unroll<kGroups>([&](auto g) QUERN_ALWAYS_INLINE {
        column.group[g.value] = V::padding(block.filters.signed_input);
      });
    }
    ++x;
    unroll<3>([&](auto r) QUERN_ALWAYS_INLINE { offset[r.value] += s.row_pixel_step[r.value]; });
    return column;
  };
  const auto add_column = [&](typename V::Accumulators& acc, const Column& column,
                              auto index) QUERN_ALWAYS_INLINE {
    unroll<kGroups>([&](auto g) QUERN_ALWAYS_INLINE {
      V::add_products(acc, column.group[g.value],
                      block.weights + (index.value * kGroups + g.value) * block.kGroupBytes);
    });
  };

  Column left = next_column(), middle = next_column();
  uint8_t* y = s.y;
  for (int64_t pixel = 0; pixel < s.out_width; ++pixel, y += s.y_pixel_step) {
    const Column right = next_column();
    typename V::Accumulators acc = V::load(block.init);
    add_column(acc, left, std::integral_constant<int, 0>{});
    add_column(acc, middle, std::integral_constant<int, 1>{});
    add_column(acc, right, std::integral_constant<int, 2>{});
    block.store(acc, y);
    if constexpr (Stride == 1) {
      left = middle;
      middle = right;
    } else {
      left = right;
      middle = next_column();
    }
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
  for_each_block<V>(
      filters, [&](auto whole, int64_t block) { depthwise_stretch<V, !whole.value>(filters, s, block); });
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
  return {V::kChannels, V::kTaps,       V::kWeightBytes, V::kOffsetsInput,
          V::channel,   run_stretch<V>, run_row_3x3<V>};
}

}  // namespace
}  // namespace quern::cpu::int8
