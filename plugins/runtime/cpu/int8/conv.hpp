// quern.QConv on NHWC feature maps: y = sat(round(Σ x·w + b, rshift)).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "isa.hpp"

namespace quern::cpu::int8 {

// Sizes in elements, strides and dilations as in ONNX.
struct ConvShape {
  int64_t batch = 1, in_channels = 1, in_height = 1, in_width = 1;
  int64_t out_channels = 1, kernel_height = 1, kernel_width = 1;
  int64_t stride_height = 1, stride_width = 1;
  int64_t dilation_height = 1, dilation_width = 1;
  int64_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;  // may be negative: crops
  int64_t group = 1;
  // Bytes from one pixel to the next; 0 means in_channels or out_channels. A larger value reads or writes a
  // slice of the channels of a wider feature map.
  int64_t in_pixel_stride = 0, out_pixel_stride = 0;
  // Bytes from one output row or image to the next; 0 means side by side.
  int64_t out_row_stride = 0, out_image_stride = 0;

  // 0 where the kernel is larger than the padded input.
  [[nodiscard]] int64_t out_height() const {
    return positions(in_height + pad_top + pad_bottom, kernel_height, stride_height, dilation_height);
  }
  [[nodiscard]] int64_t out_width() const {
    return positions(in_width + pad_left + pad_right, kernel_width, stride_width, dilation_width);
  }

 private:
  static int64_t positions(int64_t padded, int64_t kernel, int64_t stride, int64_t dilation) {
    const int64_t room = padded - dilation * (kernel - 1) - 1;
    return room < 0 ? 0 : room / stride + 1;
  }
};

// From the 32-bit accumulator to the output byte.
struct OutputStage {
  int rshift = 0;     // 0 to 31, rounds half up
  bool relu = false;  // true: the output is uint8, false: int8
};

// A convolution with its weights laid out for the kernels. Immutable; may run on several threads of callers
// at once with different scratch memory.
class PackedConv {
 public:
  class Implementation;

  // `weights`: [out_channels][in_channels / group][kernel_height][kernel_width]; `bias`: [out_channels] or
  // null. Neither is kept. Throws InputError where sizes contradict each other.
  PackedConv(const ConvShape& shape, bool signed_input, const int8_t* weights, const int16_t* bias,
             OutputStage output, Isa isa = active_isa());
  PackedConv(PackedConv&&) noexcept;
  PackedConv& operator=(PackedConv&&) noexcept;
  ~PackedConv();

  // What run() needs if parallel_for() uses up to `threads` threads.
  [[nodiscard]] size_t scratch_bytes(int threads) const;

  // `x`: [batch, in_height, in_width, in_channels], `y`: [batch, out_height, out_width, out_channels].
  // `scratch` is 64-byte aligned. Uses parallel_for().
  void run(const void* x, void* y, std::byte* scratch) const;

 private:
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace quern::cpu::int8
