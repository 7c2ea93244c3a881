// Where the elements of a tensor lie in local memory (isa.md section 4, corrected by the vectors' README).
//
// Channel c of a tensor that starts on lane q is on lane (q + c) % 64, in slot (q + c) / 64 of that lane.
// Strides count 32-bit words. A word holds one fp32/i32 element ("1N"), two batches of 16 bits ("2N") or four
// of 8 bits ("4N"): batch n is part n % k of word n / k, and the n stride moves k batches.
#pragma once

#include <cstdint>

#include "types.hpp"

namespace quern::bm1684 {

constexpr int64_t round_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }
constexpr int64_t divide_up(int64_t value, int64_t step) { return (value + step - 1) / step; }

// Channel slots that `channels` channels occupy when the first is on lane `start_lane`.
constexpr int64_t slots(int start_lane, int64_t channels) { return divide_up(start_lane + channels, kLanes); }

// Batches that share a 32-bit word.
constexpr int batches_per_word(Precision p) { return 4 / bytes_of(p); }

// Strides in words of the two layouts that follow from the sizes.
Strides aligned_strides(const Dims& dims, int start_lane);  // channel slots at multiples of 32 words
Strides compact_strides(const Dims& dims, int start_lane);  // channel slots directly behind each other

// The map from (n, c, h, w) to a byte.
struct ElementMap {
  LocalAddress start{};
  int64_t unit = 4;  // bytes per step of a stride
  int element = 4;   // bytes per element
  int batches = 1;   // that share a unit
  bool repeats_batch = false;
  int64_t n = 0, c = 0, h = 0, w = 0;  // strides in units

  [[nodiscard]] int lane(int64_t channel) const { return int((start.lane + channel) % kLanes); }
  // Byte offset within lane(channel). May lie outside of the lane where the command is wrong.
  [[nodiscard]] int64_t offset(int64_t batch, int64_t channel, int64_t row, int64_t column) const {
    const int64_t part = repeats_batch ? 0 : batch % batches;
    return start.offset + part * element +
           (batch / batches * n + (start.lane + channel) / kLanes * c + row * h + column * w) * unit;
  }
};

// An activation operand of the given sizes: 1N, 2N or 4N by its precision.
ElementMap activation_map(const Operand& operand, const Dims& dims);

// The 16-bit result of an 8-bit convolution: four batches stay together in 8 bytes.
ElementMap wide_result_map(const Operand& operand, const Dims& dims);

// Values per channel, one behind the other: weights of a depthwise convolution (`count` = kernel area per
// channel), biases (count 1). No word is shared; 16-bit biases take two bytes per slot, fp32 four.
ElementMap per_channel_map(const Operand& operand, int channels, int count);

// A matrix: rows are "batches"; columns are cut into sections of `width`, section j on lane (q + j) % 64. The
// row of a section starts at a multiple of 128 bytes; elements are not interleaved (1N, also for 8 and 16
// bits). Use as offset(row, section, 0, column in section).
ElementMap matrix_map(const Operand& operand, int sections, int width);

// Bytes that one lane needs for a tensor of these sizes in the aligned layout, from its offset to its end.
int64_t aligned_lane_bytes(const Dims& dims, Precision precision, int start_lane);
// The same for a matrix of `rows` rows.
int64_t matrix_lane_bytes(int rows, int sections, int width, Precision precision, int start_lane);

// ---- Weights in DDR and in local memory: [1, oc, kh*kw, ic rounded up to a group] -------------------------
// Input channels per stride unit: 2 fp32 ("2IC") or 4 bytes ("4IC"); one unit is 8 or 4 bytes.
constexpr int weight_group(Precision p) { return is_float(p) ? 2 : 4; }
constexpr int weight_unit_bytes(Precision p) { return weight_group(p) * bytes_of(p); }

// Strides of the weights of a convolution in units: n is the next group of input channels, c the next output
// channel slot.
Strides weight_strides(int input_channels, int kernel_h, int kernel_w, Precision precision);

// Byte offset of a weight behind the start of its output channel (channel slot 0).
int64_t weight_offset(const Strides& strides, Precision precision, int input_channel, int ky, int kx);

// Bytes per output channel.
int64_t weight_channel_bytes(int input_channels, int kernel_h, int kernel_w, Precision precision);

}  // namespace quern::bm1684
