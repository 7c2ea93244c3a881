#include "conv_transpose.hpp"

#include <algorithm>
#include <numeric>

#include <quern/error.hpp>

namespace quern::cpu::int8 {
namespace {

// Along one axis, output position o receives input i through tap k where o = i·stride - pad + k·dilation.
// Outputs o ≡ phase (mod stride) see the same taps, so they are a convolution with stride 1 of their own:
// with q = (o - phase) / stride, input i = q + (phase + pad - k·dilation) / stride wherever that is whole.
struct PhaseAxis {
  int64_t first, count;       // output positions first, first + stride, …
  std::vector<int64_t> taps;  // in the order in which their inputs rise
  int64_t pad, dilation;      // of the convolution

  PhaseAxis(int64_t phase, int64_t out, int64_t kernel, int64_t stride, int64_t dilated, int64_t pad_begin)
      : first(phase), count(out > phase ? (out - phase - 1) / stride + 1 : 0), pad(0), dilation(1) {
    for (int64_t k = kernel; k-- > 0;)
      if ((phase + pad_begin - k * dilated) % stride == 0) taps.push_back(k);
    const auto input = [&](int64_t k) { return (phase + pad_begin - k * dilated) / stride; };
    if (!taps.empty()) pad = -input(taps[0]);
    if (taps.size() > 1) dilation = input(taps[1]) - input(taps[0]);
  }
};

void check(const ConvTransposeShape& s) {
  const bool positive = s.in_channels > 0 && s.in_height > 0 && s.in_width > 0 && s.out_channels > 0 &&
                        s.kernel_height > 0 && s.kernel_width > 0 && s.stride_height > 0 &&
                        s.stride_width > 0 && s.dilation_height > 0 && s.dilation_width > 0 && s.group > 0;
  if (!positive || s.in_channels % s.group != 0 || s.out_channels % s.group != 0 || s.out_height() <= 0 ||
      s.out_width() <= 0)
    throw InputError("the sizes of an integer transposed convolution contradict each other");
}

// One phase as a convolution whose output pixels lie `stride` apart.
ConvShape phase_shape(const ConvTransposeShape& s, const PhaseAxis& vertical, const PhaseAxis& horizontal) {
  ConvShape shape;
  shape.batch = s.batch;
  shape.in_channels = s.in_channels;
  shape.in_height = s.in_height;
  shape.in_width = s.in_width;
  shape.out_channels = s.out_channels;
  shape.group = s.group;
  shape.kernel_height = std::max<int64_t>(1, int64_t(vertical.taps.size()));
  shape.kernel_width = std::max<int64_t>(1, int64_t(horizontal.taps.size()));
  shape.dilation_height = vertical.dilation;
  shape.dilation_width = horizontal.dilation;
  shape.pad_top = vertical.pad;
  shape.pad_left = horizontal.pad;
  // As much padding, or cropping, as gives the phase its outputs.
  shape.pad_bottom =
      vertical.count - 1 + vertical.dilation * (shape.kernel_height - 1) + 1 - s.in_height - vertical.pad;
  shape.pad_right =
      horizontal.count - 1 + horizontal.dilation * (shape.kernel_width - 1) + 1 - s.in_width - horizontal.pad;
  shape.out_pixel_stride = s.stride_width * s.out_channels;
  shape.out_row_stride = s.stride_height * s.out_width() * s.out_channels;
  shape.out_image_stride = s.out_height() * s.out_width() * s.out_channels;
  return shape;
}

// The taps of a phase, as a convolution has its weights; zeros where it has none.
std::vector<int8_t> phase_weights(const ConvTransposeShape& s, const PhaseAxis& vertical,
                                  const PhaseAxis& horizontal, const ConvShape& shape,
                                  const int8_t* weights) {
  const int64_t inputs = s.in_channels / s.group, outputs = s.out_channels / s.group;
  const int64_t taps = shape.kernel_height * shape.kernel_width;
  std::vector<int8_t> result(size_t(s.out_channels * inputs * taps), 0);
  for (int64_t m = 0; m < s.out_channels; ++m) {
    for (int64_t c = 0; c < inputs; ++c) {
      const int8_t* const filter =
          weights + ((m / outputs * inputs + c) * outputs + m % outputs) * s.kernel_height * s.kernel_width;
      for (size_t kh = 0; kh < vertical.taps.size(); ++kh)
        for (size_t kw = 0; kw < horizontal.taps.size(); ++kw)
          result[size_t((m * inputs + c) * taps + int64_t(kh) * shape.kernel_width + int64_t(kw))] =
              filter[vertical.taps[kh] * s.kernel_width + horizontal.taps[kw]];
    }
  }
  return result;
}

}  // namespace

PackedConvTranspose::PackedConvTranspose(const ConvTransposeShape& s, bool signed_input,
                                         const int8_t* weights, const int16_t* bias, OutputStage output,
                                         Isa isa) {
  check(s);
  for (int64_t h = 0; h < s.stride_height; ++h) {
    const PhaseAxis vertical(h, s.out_height(), s.kernel_height, s.stride_height, s.dilation_height,
                             s.pad_top);
    for (int64_t w = 0; w < s.stride_width; ++w) {
      const PhaseAxis horizontal(w, s.out_width(), s.kernel_width, s.stride_width, s.dilation_width,
                                 s.pad_left);
      if (vertical.count == 0 || horizontal.count == 0) continue;
      const ConvShape shape = phase_shape(s, vertical, horizontal);
      const std::vector<int8_t> own = phase_weights(s, vertical, horizontal, shape, weights);
      const int64_t offset = (vertical.first * s.out_width() + horizontal.first) * s.out_channels;
      phases_.push_back({PackedConv(shape, signed_input, own.data(), bias, output, isa), offset});
    }
  }
}

size_t PackedConvTranspose::scratch_bytes(int threads) const {
  size_t bytes = 0;
  for (const Phase& phase : phases_) bytes = std::max(bytes, phase.conv.scratch_bytes(threads));
  return bytes;
}

void PackedConvTranspose::run(const void* x, void* y, std::byte* scratch) const {
  for (const Phase& phase : phases_) phase.conv.run(x, static_cast<uint8_t*>(y) + phase.y_offset, scratch);
}

}  // namespace quern::cpu::int8
