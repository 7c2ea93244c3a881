#include <algorithm>
#include <cstdlib>
#include <vector>

#include "../parallel.hpp"
#include "aligned_bytes.hpp"
#include "conv_implementation.hpp"
#include "conv_threads.hpp"
#include "depthwise_kernels.hpp"
#include "rounding.hpp"

namespace quern::cpu::int8 {
namespace {

// One filter per channel, straight from the feature map: padding is a row of zeros or left to the kernels.
// The common 3x3 kernels have an inner kernel of their own; for all others the inner kernel gets a pointer
// per tap.
class DepthwiseConv final : public PackedConv::Implementation {
 public:
  explicit DepthwiseConv(const ConvDefinition& definition);
  [[nodiscard]] size_t scratch_bytes(int threads) const override {
    return size_t(threads) * size_t(padded_taps_) * sizeof(const uint8_t*);
  }
  void run(const uint8_t* x, uint8_t* y, std::byte* scratch) const override;

 private:
  // Returns the largest magnitude that a sum can have.
  int64_t pack(const int8_t* weights, const int16_t* bias);
  void run_row_3x3(const uint8_t* image, uint8_t* y, int64_t row) const;
  // Pixels at the border of the feature map have their own pointers; those between the borders of a row share
  // the pointers of the first one.
  void run_row(const uint8_t* image, uint8_t* y, int64_t row, const uint8_t** taps) const;
  void set_taps(const uint8_t* image, int64_t row, int64_t column, const uint8_t** taps) const;

  ConvShape shape_;
  OutputStage output_;
  bool signed_input_;
  const DepthwiseKernels& kernels_;
  bool is_3x3_;            // and strides and dilations are those of the 3x3 kernel
  int64_t column_groups_;  // groups of taps of one kernel column, if the kernel is taken by columns
  int64_t groups_, padded_taps_, blocks_;
  int64_t first_inner_, last_inner_;  // the columns whose taps are all within the feature map's width
  AlignedBytes weights_;              // [block][group][slot][4 bytes]
  std::vector<int32_t> init_;
  std::vector<uint8_t> zeros_;
  DepthwiseFilters filters_{};
};

bool suits_3x3(const ConvShape& s) {
  return s.kernel_height == 3 && s.kernel_width == 3 && s.dilation_width == 1 && s.stride_width <= 2;
}

DepthwiseConv::DepthwiseConv(const ConvDefinition& definition)
    : shape_(definition.shape),
      output_(definition.output),
      signed_input_(definition.signed_input),
      kernels_(depthwise_kernels(definition.isa)),
      is_3x3_(suits_3x3(shape_)),
      column_groups_(divide_up(3, kernels_.taps_per_group)),
      groups_(is_3x3_ ? 3 * column_groups_
                      : divide_up(shape_.kernel_height * shape_.kernel_width, kernels_.taps_per_group)),
      padded_taps_(groups_ * kernels_.taps_per_group),
      blocks_(divide_up(shape_.in_channels, kernels_.block_channels)),
      weights_(size_t(blocks_ * groups_ * kernels_.block_channels * 4)),
      init_(size_t(blocks_ * kernels_.block_channels)),
      zeros_(size_t(shape_.in_channels)) {
  const ConvShape& s = shape_;
  first_inner_ =
      std::clamp<int64_t>(divide_up(std::max<int64_t>(s.pad_left, 0), s.stride_width), 0, s.out_width());
  // Where the first tap of the last column that fits would be.
  const int64_t last_start = s.in_width - 1 - s.dilation_width * (s.kernel_width - 1) + s.pad_left;
  last_inner_ = last_start < 0
                    ? first_inner_
                    : std::clamp<int64_t>(last_start / s.stride_width + 1, first_inner_, s.out_width());
  const int64_t largest = pack(definition.weights, definition.bias);
  const bool rounds = rounds_afterwards(init_, output_.rshift, largest);
  filters_ = {s.in_channels,  groups_, weights_.data(), init_.data(),
              output_.rshift, rounds,  signed_input_,   output_.relu};
}

int64_t DepthwiseConv::pack(const int8_t* weights, const int16_t* bias) {
  const int64_t taps = shape_.kernel_height * shape_.kernel_width, per_group = kernels_.taps_per_group;
  const bool offset = kernels_.offsets_input && signed_input_;
  int64_t largest = 0;
  for (int64_t slot = 0; slot < blocks_ * kernels_.block_channels; ++slot) {
    const int64_t block = slot / kernels_.block_channels, lane = slot % kernels_.block_channels;
    const int64_t channel = block * kernels_.block_channels + kernels_.channel(int(lane));
    if (channel >= shape_.in_channels) continue;
    int32_t sum = 0;
    int64_t bound = 32768;  // of the magnitude of the sum, bias included
    for (int64_t tap = 0; tap < taps; ++tap) {
      const int16_t w = weights[channel * taps + tap];
      const int64_t row = tap / 3, column = tap % 3;  // of a 3x3 kernel
      const int64_t group = is_3x3_ ? column * column_groups_ + row / per_group : tap / per_group;
      const int64_t within = is_3x3_ ? row % per_group : tap % per_group;
      const int64_t slot_index = (block * groups_ + group) * kernels_.block_channels + lane;
      // Little endian: the low byte comes first.
      std::memcpy(weights_.data() + slot_index * 4 + within * kernels_.weight_bytes, &w,
                  size_t(kernels_.weight_bytes));
      sum += w;
      bound += 255 * std::abs(int64_t(w));
    }
    largest = std::max(largest, bound);
    // Inputs that count as x + 128 add 128·Σw to the sum.
    init_[size_t(slot)] = (bias != nullptr ? bias[channel] : 0) - (offset ? 128 * sum : 0);
  }
  return largest;
}

void DepthwiseConv::run(const uint8_t* x, uint8_t* y, std::byte* scratch) const {
  const int64_t rows = shape_.out_height(), all_rows = shape_.batch * rows;
  const int64_t image_bytes = shape_.in_height * shape_.in_width * shape_.in_pixel_stride;
  const int64_t products =
      all_rows * shape_.out_width() * shape_.kernel_height * shape_.kernel_width * shape_.in_channels;
  const int64_t parts = conv_parts(kDepthwiseCost * products);
  parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      auto** const taps = reinterpret_cast<const uint8_t**>(scratch) + part * padded_taps_;
      for (int64_t i = share(all_rows, part, parts); i < share(all_rows, part + 1, parts); ++i) {
        const int64_t row = i % rows;
        const uint8_t* const image = x + i / rows * image_bytes;
        uint8_t* const y_row = y + i / rows * shape_.out_image_stride + row * shape_.out_row_stride;
        if (is_3x3_) {
          run_row_3x3(image, y_row, row);
        } else {
          run_row(image, y_row, row, taps);
        }
      }
    }
  });
}

void DepthwiseConv::run_row_3x3(const uint8_t* image, uint8_t* y, int64_t row) const {
  const ConvShape& s = shape_;
  DepthwiseRow3x3 task{};
  for (int64_t kh = 0; kh < 3; ++kh) {
    const int64_t ih = row * s.stride_height - s.pad_top + kh * s.dilation_height;
    const bool inside = ih >= 0 && ih < s.in_height;
    task.rows[kh] = inside ? image + ih * s.in_width * s.in_pixel_stride : zeros_.data();
    task.row_pixel_step[kh] = inside ? s.in_pixel_stride : 0;
  }
  task.in_width = s.in_width;
  task.pad_left = s.pad_left;
  task.stride = s.stride_width;
  task.out_width = s.out_width();
  task.y_pixel_step = s.out_pixel_stride;
  task.y = y;
  kernels_.run_row_3x3(filters_, task);
}

void DepthwiseConv::run_row(const uint8_t* image, uint8_t* y, int64_t row, const uint8_t** taps) const {
  const ConvShape& s = shape_;
  DepthwiseStretch stretch{};
  stretch.taps = taps;
  stretch.x_pixel_step = s.stride_width * s.in_pixel_stride;
  stretch.y_pixel_step = s.out_pixel_stride;
  const int64_t top = row * s.stride_height - s.pad_top;
  const bool inner_row = top >= 0 && top + s.dilation_height * (s.kernel_height - 1) < s.in_height;
  for (int64_t column = 0; column < s.out_width(); column += stretch.pixels) {
    const bool inner = inner_row && column >= first_inner_ && column < last_inner_;
    stretch.pixels = inner ? last_inner_ - column : 1;
    stretch.y = y + column * s.out_pixel_stride;
    set_taps(image, row, column, taps);
    kernels_.run(filters_, stretch);
  }
}

void DepthwiseConv::set_taps(const uint8_t* image, int64_t row, int64_t column, const uint8_t** taps) const {
  const ConvShape& s = shape_;
  int64_t tap = 0;
  for (int64_t kh = 0; kh < s.kernel_height; ++kh) {
    const int64_t ih = row * s.stride_height - s.pad_top + kh * s.dilation_height;
    for (int64_t kw = 0; kw < s.kernel_width; ++kw) {
      const int64_t iw = column * s.stride_width - s.pad_left + kw * s.dilation_width;
      const bool inside = ih >= 0 && ih < s.in_height && iw >= 0 && iw < s.in_width;
      taps[tap++] = inside ? image + (ih * s.in_width + iw) * s.in_pixel_stride : zeros_.data();
    }
  }
  while (tap < padded_taps_) taps[tap++] = taps[0];  // their weights are zero
}

}  // namespace

std::unique_ptr<const PackedConv::Implementation> make_depthwise_conv(const ConvDefinition& definition) {
  return std::make_unique<DepthwiseConv>(definition);
}

}  // namespace quern::cpu::int8
