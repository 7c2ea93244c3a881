#include "conv.hpp"

#include <quern/error.hpp>

#include "conv_implementation.hpp"

namespace quern::cpu::int8 {
namespace {

void check(const ConvShape& s, const OutputStage& output) {
  const bool positive = s.batch > 0 && s.in_channels > 0 && s.in_height > 0 && s.in_width > 0 &&
                        s.out_channels > 0 && s.kernel_height > 0 && s.kernel_width > 0 &&
                        s.stride_height > 0 && s.stride_width > 0 && s.dilation_height > 0 &&
                        s.dilation_width > 0 && s.group > 0;
  if (!positive) throw InputError("an integer convolution has a size below 1");
  if (s.in_channels % s.group != 0 || s.out_channels % s.group != 0)
    throw InputError("the channels of an integer convolution cannot be split into its groups");
  if (s.out_height() <= 0 || s.out_width() <= 0)
    throw InputError("the kernel of an integer convolution is larger than its padded input");
  if (s.in_pixel_stride < s.in_channels || s.out_pixel_stride < s.out_channels)
    throw InputError("the pixels of an integer convolution overlap");
  if (output.rshift < 0 || output.rshift > 31)
    throw InputError("the shift of an integer convolution is not within 0 to 31");
}

std::unique_ptr<const PackedConv::Implementation> make(ConvDefinition definition) {
  ConvShape& s = definition.shape;
  if (s.in_pixel_stride == 0) s.in_pixel_stride = s.in_channels;
  if (s.out_pixel_stride == 0) s.out_pixel_stride = s.out_channels;
  check(s, definition.output);
  if (s.out_row_stride == 0) s.out_row_stride = s.out_width() * s.out_pixel_stride;
  if (s.out_image_stride == 0) s.out_image_stride = s.out_height() * s.out_row_stride;
  const bool depthwise = s.group > 1 && s.group == s.in_channels && s.group == s.out_channels;
  return depthwise ? make_depthwise_conv(definition) : make_tiled_conv(definition);
}

}  // namespace

PackedConv::PackedConv(const ConvShape& shape, bool signed_input, const int8_t* weights, const int16_t* bias,
                       OutputStage output, Isa isa)
    : implementation_(make({shape, signed_input, weights, bias, output, isa})) {}

PackedConv::PackedConv(PackedConv&&) noexcept = default;
PackedConv& PackedConv::operator=(PackedConv&&) noexcept = default;
PackedConv::~PackedConv() = default;

size_t PackedConv::scratch_bytes(int threads) const { return implementation_->scratch_bytes(threads); }

void PackedConv::run(const void* x, void* y, std::byte* scratch) const {
  implementation_->run(static_cast<const uint8_t*>(x), static_cast<uint8_t*>(y), scratch);
}

}  // namespace quern::cpu::int8
