#include <algorithm>

#include "conv_tiled.hpp"

namespace quern::cpu::int8 {
namespace {

// What one thread works on stays in its second-level cache: so many bytes of weights, so many of input.
constexpr int64_t kWeightPassBytes = 256 << 10;
constexpr int64_t kInputPassBytes = 192 << 10;

}  // namespace

TiledConvPlan::TiledConvPlan(const ConvDefinition& definition)
    : shape(definition.shape),
      signed_input(definition.signed_input),
      output(definition.output),
      kernels(&conv_kernels(definition.isa)) {
  plan_output();
  plan_input();
  plan_blocking();
}

void TiledConvPlan::plan_output() {
  const ConvShape& s = shape;
  const bool dense = s.out_row_stride == s.out_width() * s.out_pixel_stride &&
                     s.out_image_stride == s.out_height() * s.out_row_stride;
  pointwise = dense && s.kernel_height == 1 && s.kernel_width == 1 && s.stride_height == 1 &&
              s.stride_width == 1 && s.pad_top == 0 && s.pad_left == 0 && s.pad_bottom == 0 &&
              s.pad_right == 0;
  y_pixel_step = s.out_pixel_stride;
  y_row_step = s.out_row_stride;
  y_image_step = s.out_image_stride;
  if (pointwise) {
    const int64_t pixels = s.batch * s.in_height * s.in_width;
    images = 1;
    width = divide_up(pixels, divide_up(pixels, kernels->max_pixels));
    rows = divide_up(pixels, width);
    last_width = pixels - (rows - 1) * width;
    y_row_step = width * y_pixel_step;
  } else {
    images = s.batch;
    rows = s.out_height();
    width = last_width = s.out_width();
  }
}

void TiledConvPlan::plan_input() {
  const ConvShape& s = shape;
  const bool padded = s.pad_top > 0 || s.pad_left > 0 || s.pad_bottom > 0 || s.pad_right > 0;
  const bool dense = s.in_pixel_stride == s.in_channels;
  // The taps of a kernel row lie side by side where nothing separates their channels.
  const auto merges = [&](bool rows_are_dense) {
    return s.group == 1 && s.dilation_width == 1 && (rows_are_dense || s.kernel_width == 1);
  };
  const auto elements_of_run = [&](bool merged) { return group_inputs() * (merged ? s.kernel_width : 1); };
  prepares = padded || kernels->element_bytes != 1 || (kernels->offsets_input && signed_input) ||
             elements_of_run(merges(dense)) % 4 != 0;

  const int64_t bytes = kernels->element_bytes;
  const int64_t pixel = prepares ? s.in_channels * bytes : s.in_pixel_stride;
  prepared_width =
      pointwise ? width : (width - 1) * s.stride_width + s.dilation_width * (s.kernel_width - 1) + 1;
  const int64_t row = (prepares ? prepared_width : s.in_width) * pixel;
  x_image_step = s.in_height * s.in_width * s.in_pixel_stride;
  x_row_step = pointwise ? width * pixel : s.stride_height * row;
  x_pixel_step = s.stride_width * pixel;
  x_group_step = group_inputs() * bytes;
  x_origin = -(s.pad_top * row + s.pad_left * pixel);

  const bool merged = merges(dense || prepares);
  run_elements = elements_of_run(merged);
  run_steps = divide_up(run_elements * bytes, 4);
  for (int64_t kh = 0; kh < s.kernel_height; ++kh)
    for (int64_t kw = 0; kw < (merged ? 1 : s.kernel_width); ++kw)
      run_offsets.push_back(kh * s.dilation_height * row + kw * s.dilation_width * pixel);
}

void TiledConvPlan::plan_blocking() {
  blocks_per_group = divide_up(group_outputs(), kBlockChannels);
  block_bytes = int64_t(run_offsets.size()) * run_steps * 4 * kBlockChannels;
  blocks_per_pass = std::max<int64_t>(4, kWeightPassBytes / block_bytes / 2 * 2);

  const int64_t input_row_bytes = std::max<int64_t>(1, x_row_step);
  rows_per_pass =
      round_up(std::clamp<int64_t>(kInputPassBytes / input_row_bytes, 1, rows), 2);  // rows may pair up
  const int64_t row = prepared_width * shape.in_channels * kernels->element_bytes;
  // The last step of the last run may read up to 3 bytes behind it.
  scratch_per_thread =
      prepares ? round_up(input_rows(std::min(rows, rows_per_pass)) * row + 3, kCacheLine) : 0;
}

}  // namespace quern::cpu::int8
