// The loop structure of the tile kernels. `V` describes the registers of an instruction set:
//   Register, kRegisters          registers of a block of 16 channels
//   load(p), weights(p)           kRegisters * lanes int32; the weights of one register
//   broadcast(p)                  4 bytes of input to every lane
//   dot(acc, x, w)                acc += the products of each lane's elements
//   store(regs, y, channels, tile)  shifts, saturates and stores a block
// Everything has internal linkage: see unroll.hpp.
#pragma once

#include "conv_kernels.hpp"
#include "unroll.hpp"

namespace quern::cpu::int8 {
namespace {

// Pixel q of a segment, made of few registers so that the compiler can address every pixel directly.
struct PixelStrides {
  int64_t one, three, five;
  template <int Q>
  QUERN_ALWAYS_INLINE const uint8_t* at(const uint8_t* x) const {
    static_assert(Q >= 0 && Q <= 8);
    if constexpr (Q == 3) return x + three;
    if constexpr (Q == 5) return x + five;
    if constexpr (Q == 6) return x + 2 * three;
    if constexpr (Q == 7) return x + 2 * one + five;
    return x + Q * one;
  }
};

template <class V, int Pixels, int Blocks, int Segment>
void conv_tile(const ConvTile& tile) {
  using Register = typename V::Register;
  constexpr int kColumns = Blocks * V::kRegisters;
  Register acc[Pixels][kColumns];
  unroll<kColumns>([&](auto c) QUERN_ALWAYS_INLINE {
    const Register start = V::load(tile.init + c.value * V::kLanes);
    unroll<Pixels>([&](auto p) QUERN_ALWAYS_INLINE { acc[p.value][c.value] = start; });
  });

  const PixelStrides strides{tile.x_pixel_stride, 3 * tile.x_pixel_stride, 5 * tile.x_pixel_stride};
  const uint8_t* w = tile.weights;
  for (int64_t run = 0; run < tile.runs; ++run) {
    const uint8_t* x0 = tile.x[0] + tile.run_offsets[run];
    const uint8_t* x1 = tile.x[1] + tile.run_offsets[run];
    for (int64_t step = 0; step < tile.run_steps; ++step) {
      Register weights[kColumns];
      unroll<kColumns>([&](auto c) QUERN_ALWAYS_INLINE {
        constexpr int kBlock = c.value / V::kRegisters, kPart = c.value % V::kRegisters;
        weights[c.value] = V::weights(w + kBlock * tile.weight_block_size + kPart * V::kLanes * 4);
      });
      unroll<Pixels>([&](auto p) QUERN_ALWAYS_INLINE {
        constexpr bool kSecond = p.value >= Segment;
        constexpr int kPixel = kSecond ? p.value - Segment : p.value;
        const Register x = V::broadcast(strides.at<kPixel>(kSecond ? x1 : x0));
        unroll<kColumns>([&](auto c) QUERN_ALWAYS_INLINE {
          acc[p.value][c.value] = V::dot(acc[p.value][c.value], x, weights[c.value]);
        });
      });
      x0 += 4;
      x1 += 4;
      w += 4 * kBlockChannels;
      // Keeps the compiler from turning each pixel's address into a loop variable of its own.
      __asm__("" : "+r"(x0), "+r"(x1));
    }
  }

  unroll<Pixels>([&](auto p) QUERN_ALWAYS_INLINE {
    constexpr bool kSecond = p.value >= Segment;
    uint8_t* const y = tile.y[kSecond] + (kSecond ? p.value - Segment : p.value) * tile.y_pixel_stride;
    unroll<Blocks>([&](auto b) QUERN_ALWAYS_INLINE {
      const int channels = tile.channels - b.value * kBlockChannels;
      V::store(&acc[p.value][b.value * V::kRegisters], y + b.value * kBlockChannels,
               channels < kBlockChannels ? channels : kBlockChannels, tile);
    });
  });
}

// How many blocks a tile of so many pixels can have: accumulators, weights and one input fit the registers.
template <class V>
constexpr bool fits(int pixels, int blocks) {
  const int columns = blocks * V::kRegisters;
  return blocks == 1 || pixels * columns + columns + 1 <= V::kRegisterFile;
}

template <class V, int MaxPixels, int Segment>
constexpr ConvKernels make_conv_kernels() {
  ConvKernels kernels{};
  kernels.element_bytes = V::kElementBytes;
  kernels.offsets_input = V::kOffsetsInput;
  kernels.max_pixels = MaxPixels;
  kernels.segment_pixels = Segment;
  kernels.prepare = V::prepare;
  unroll<ConvKernels::kBlockChoices>([&](auto choice) {
    unroll<MaxPixels>([&](auto p) {
      constexpr int kPixels = p.value + 1, kBlocks = 1 << choice.value;
      if constexpr (fits<V>(kPixels, kBlocks))
        kernels.tile[choice.value][p.value] = conv_tile<V, kPixels, kBlocks, Segment>;
    });
  });
  return kernels;
}

}  // namespace
}  // namespace quern::cpu::int8
