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

}  // namespace

void quantize(const float* x, void* y, bool is_signed, int64_t count, float inverse_scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  parallel_for(count, kThreadGrain, [&](int64_t begin, int64_t end) {
    kernels.quantize(x + begin, static_cast<uint8_t*>(y) + begin, is_signed, end - begin, inverse_scale);
  });
}

void quantize_to_nhwc(const float* x, void* y, bool is_signed, int64_t batch, int64_t channels, int64_t pixels,
                      float inverse_scale, Isa isa) {
  const ByteLoops& kernels = byte_loops(isa);
  for_each_stretch(batch, channels, pixels, [&](int64_t image, int64_t begin, int64_t end) {
    uint8_t bytes[kPixels];
    auto* const out = static_cast<uint8_t*>(y) + (image * pixels + begin) * channels;
    for (int64_t c = 0; c < channels; ++c) {
      kernels.quantize(x + (image * channels + c) * pixels + begin, bytes, is_signed, end - begin, inverse_scale);
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
