#include "quantize.hpp"

#include "byte_loops.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {
namespace {

// Pixels that go through the stack on their way from one layout to the other.
constexpr int64_t kPixels = 256;

// Calls body(image, begin, end) for the pixels [begin, end) of an image, at most kPixels at a time.
template <class Body>
void for_each_stretch(int64_t batch, int64_t channels, int64_t pixels, const Body& body) {
  const int64_t stretches = divide_up(pixels, kPixels);
  const int64_t grain = std::max<int64_t>(1, kThreadGrain / (kPixels * std::max<int64_t>(1, channels)));
  parallel_for(batch * stretches, grain, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      const int64_t begin = i % stretches * kPixels;
      body(i / stretches, begin, std::min(begin + kPixels, pixels));
    }
  });
}

// Bytes of Channels channels, kPixels apart, to pixels side by side.
template <int64_t Channels>
void interleave(const uint8_t* bytes, uint8_t* y, int64_t pixels) {
  for (int64_t p = 0; p < pixels; ++p)
    for (int64_t c = 0; c < Channels; ++c) y[p * Channels + c] = bytes[c * kPixels + p];
}

}  // namespace

void quantize(const float* x, void* y, bool is_signed, int64_t count, float inverse_scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  parallel_for(count, kThreadGrain, [&](int64_t begin, int64_t end) {
    kernels.quantize(x + begin, static_cast<uint8_t*>(y) + begin, is_signed, end - begin, inverse_scale);
  });
}

void quantize_to_nhwc(const float* x, void* y, bool is_signed, int64_t batch, int64_t channels,
                      int64_t pixels, float inverse_scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  for_each_stretch(batch, channels, pixels, [&](int64_t image, int64_t begin, int64_t end) {
    uint8_t bytes[3 * kPixels];
    auto* const out = static_cast<uint8_t*>(y) + (image * pixels + begin) * channels;
    const auto quantize_channel = [&](int64_t c, uint8_t* q) {
      kernels.quantize(x + (image * channels + c) * pixels + begin, q, is_signed, end - begin, inverse_scale);
    };
    if (channels == 3) {  // images: the common case is worth its own loop
      for (int64_t c = 0; c < 3; ++c) quantize_channel(c, bytes + c * kPixels);
      interleave<3>(bytes, out, end - begin);
      return;
    }
    for (int64_t c = 0; c < channels; ++c) {
      quantize_channel(c, bytes);
      for (int64_t p = 0; p < end - begin; ++p) out[p * channels + c] = bytes[p];
    }
  });
}

void dequantize(const void* x, bool is_signed, float* y, int64_t count, float scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  parallel_for(count, kThreadGrain, [&](int64_t begin, int64_t end) {
    kernels.dequantize(static_cast<const uint8_t*>(x) + begin, is_signed, y + begin, end - begin, scale);
  });
}

void dequantize_to_nchw(const void* x, bool is_signed, float* y, int64_t batch, int64_t channels,
                        int64_t pixels, float scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  for_each_stretch(batch, channels, pixels, [&](int64_t image, int64_t begin, int64_t end) {
    uint8_t bytes[kPixels];
    const auto* const in = static_cast<const uint8_t*>(x) + (image * pixels + begin) * channels;
    for (int64_t c = 0; c < channels; ++c) {
      for (int64_t p = 0; p < end - begin; ++p) bytes[p] = in[p * channels + c];
      kernels.dequantize(bytes, is_signed, y + (image * channels + c) * pixels + begin, end - begin, scale);
    }
  });
}

}  // namespace quern::cpu::int8
