// Any convolution, computed as tiles of output pixels times blocks of 16 output channels straight from the
// NHWC feature map: no im2col. Where the kernels cannot read the feature map itself (padding, signed input
// that needs an offset, elements that need widening, rows that end within a step of 4 bytes), a few rows at a
// time go through scratch memory first.
#pragma once

#include <vector>

#include "aligned_bytes.hpp"
#include "conv_implementation.hpp"
#include "conv_kernels.hpp"

namespace quern::cpu::int8 {

// Everything that is fixed before the first run.
struct TiledConvPlan {
  explicit TiledConvPlan(const ConvDefinition& definition);

  ConvShape shape;
  bool signed_input;
  OutputStage output;
  const ConvKernels* kernels;

  // The output as images of rows of pixels. A convolution without neighbours (1x1, stride 1) takes all pixels
  // of the batch as one image with rows of one tile each; its last row may be shorter.
  bool pointwise;
  int64_t images, rows, width, last_width;
  int64_t y_image_step, y_row_step, y_pixel_step;  // bytes

  // What the tile kernels read: the feature map, or rows prepared in scratch memory. Bytes, per output row
  // and output pixel; the origin is what the first pixel of a feature map reads first.
  bool prepares;
  int64_t x_image_step, x_row_step, x_pixel_step, x_group_step, x_origin;
  int64_t prepared_width;  // pixels of a prepared input row
  std::vector<int64_t> run_offsets;
  int64_t run_elements, run_steps;  // elements of a run; steps of 4 bytes that cover it

  // Blocking: how much of either operand one pass of the loops covers.
  int64_t blocks_per_group, block_bytes;
  int64_t rows_per_pass, blocks_per_pass;
  int64_t scratch_per_thread;

  [[nodiscard]] int64_t row_width(int64_t row) const { return row + 1 == rows ? last_width : width; }
  [[nodiscard]] int64_t total_blocks() const { return shape.group * blocks_per_group; }
  [[nodiscard]] int64_t group_outputs() const { return shape.out_channels / shape.group; }
  [[nodiscard]] int64_t group_inputs() const { return shape.in_channels / shape.group; }
  // Input rows that `count` output rows read.
  [[nodiscard]] int64_t input_rows(int64_t count) const {
    return pointwise
               ? count
               : (count - 1) * shape.stride_height + shape.dilation_height * (shape.kernel_height - 1) + 1;
  }

 private:
  void plan_output();
  void plan_input();
  void plan_blocking();
};

class TiledConv final : public PackedConv::Implementation {
 public:
  explicit TiledConv(const ConvDefinition& definition);
  [[nodiscard]] size_t scratch_bytes(int threads) const override;
  void run(const uint8_t* x, uint8_t* y, std::byte* scratch) const override;

 private:
  struct Range {
    int64_t begin, end;
  };

  void pack(const int8_t* weights, const int16_t* bias);

  // Computes these rows (counted over all images) and channel blocks (over all groups) of the output.
  void run_part(const uint8_t* x, uint8_t* y, uint8_t* scratch, Range rows, Range blocks) const;
  // The same within one image and one group; `source` belongs to the first row.
  void run_rows(const uint8_t* source, uint8_t* y, Range rows, Range blocks) const;
  void run_tile(ConvTile tile, int64_t pixels, Range blocks) const;
  // Brings what the rows read into scratch memory, padding included.
  void prepare_rows(const uint8_t* image, uint8_t* scratch, Range rows) const;
  void prepare_pixels(const uint8_t* x, uint8_t* prepared, int64_t pixels) const;
  void fill_padding(uint8_t* prepared, int64_t pixels) const;

  TiledConvPlan plan_;
  AlignedBytes weights_;       // [group][block][run][step][16 channels][4 bytes]
  std::vector<int32_t> init_;  // [group][block][16]
  bool rounds_ = false;        // as in ConvTile
};

}  // namespace quern::cpu::int8
