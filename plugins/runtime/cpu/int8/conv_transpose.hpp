// quern.QConvTranspose on NHWC feature maps, as one small convolution per output phase.
#pragma once

#include <vector>

#include "conv.hpp"

namespace quern::cpu::int8 {

// As ConvShape; strides, dilations, pads and output_padding as ONNX's ConvTranspose has them.
struct ConvTransposeShape {
  int64_t batch = 1, in_channels = 1, in_height = 1, in_width = 1;
  int64_t out_channels = 1, kernel_height = 1, kernel_width = 1;
  int64_t stride_height = 1, stride_width = 1;
  int64_t dilation_height = 1, dilation_width = 1;
  int64_t pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
  int64_t output_padding_height = 0, output_padding_width = 0;
  int64_t group = 1;

  [[nodiscard]] int64_t out_height() const {
    return stride_height * (in_height - 1) + output_padding_height + dilation_height * (kernel_height - 1) +
           1 - pad_top - pad_bottom;
  }
  [[nodiscard]] int64_t out_width() const {
    return stride_width * (in_width - 1) + output_padding_width + dilation_width * (kernel_width - 1) + 1 -
           pad_left - pad_right;
  }
};

class PackedConvTranspose {
 public:
  // `weights`: [in_channels][out_channels / group][kernel_height][kernel_width]; `bias`: [out_channels] or
  // null.
  PackedConvTranspose(const ConvTransposeShape& shape, bool signed_input, const int8_t* weights,
                      const int16_t* bias, OutputStage output, Isa isa = active_isa());

  // What run() needs if parallel_for() uses up to `threads` threads.
  [[nodiscard]] size_t scratch_bytes(int threads) const;

  // `x`: [batch, in_height, in_width, in_channels], `y`: [batch, out_height, out_width, out_channels].
  // `scratch` is 64-byte aligned. Uses parallel_for().
  void run(const void* x, void* y, std::byte* scratch) const;

 private:
  struct Phase {
    PackedConv conv;
    int64_t y_offset;  // bytes
  };
  std::vector<Phase> phases_;
};

}  // namespace quern::cpu::int8
