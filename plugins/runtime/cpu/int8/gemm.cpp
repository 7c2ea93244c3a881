#include "gemm.hpp"

namespace quern::cpu::int8 {
namespace {

// Every row is a pixel.
ConvShape as_conv(int64_t rows, int64_t depth, int64_t width) {
  ConvShape shape;
  shape.in_width = rows;
  shape.in_channels = depth;
  shape.out_channels = width;
  return shape;
}

}  // namespace

PackedGemm::PackedGemm(int64_t rows, int64_t depth, int64_t width, bool signed_input, const int8_t* weights,
                       const int16_t* bias, OutputStage output, Isa isa)
    : conv_(as_conv(rows, depth, width), signed_input, weights, bias, output, isa) {}

}  // namespace quern::cpu::int8
