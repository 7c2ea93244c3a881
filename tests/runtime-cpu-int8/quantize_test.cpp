#include "int8/quantize.hpp"

#include <cstring>
#include <limits>

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

class Quantize : public EveryIsa {};

// Around halves, where rounding shows, and far outside.
std::vector<float> random_floats(Random& random, int64_t count) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::vector<float> values(static_cast<size_t>(count));
  for (float& v : values) {
    const auto half = float(random.integer(-600, 600)) * 0.5f;
    v = random.pick<float>(
        {half, std::nextafter(half, kInfinity), std::nextafter(half, -kInfinity), half * 0.37f});
    if (random.integer(0, 30) == 0)
      v = random.pick<float>({kInfinity, -kInfinity, std::numeric_limits<float>::quiet_NaN(), 1e30f, -1e30f,
                              3e9f, -3e9f, -0.0f, std::numeric_limits<float>::denorm_min()});
  }
  return values;
}

TEST_P(Quantize, ToBytes) {
  Random random(51);
  for (int i = 0; i < 100; ++i) {
    const int64_t batch = random.integer(1, 2), channels = random.integer(1, 20),
                  pixels = random.integer(1, 700);
    const bool is_signed = random.flip();
    const float inverse_scale = random.pick<float>({1.0f, 0.5f, 2.0f, 3.7f, 0.013f, 1e30f});
    const Tensor x =
        Tensor::from(random_floats(random, batch * channels * pixels), {batch, channels, pixels});
    const Tensor wanted =
        reference("Quantize", {x}, {{"inverse_scale", inverse_scale}, {"signed", int64_t(is_signed)}});
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(wanted.byte_size()), y_nhwc(wanted.byte_size());
      cpu::int8::quantize(x.data<float>(), y.data(), is_signed, x.count(), inverse_scale, isa());
      ASSERT_TRUE(y.bytes() == bytes_of(wanted));
      cpu::int8::quantize_to_nhwc(x.data<float>(), y_nhwc.data(), is_signed, batch, channels, pixels,
                                  inverse_scale, isa());
      ASSERT_TRUE(y_nhwc.bytes() == to_nhwc(wanted));
    }
  }
}

TEST_P(Quantize, FromBytes) {
  Random random(52);
  for (int i = 0; i < 100; ++i) {
    const int64_t batch = random.integer(1, 2), channels = random.integer(1, 20),
                  pixels = random.integer(1, 700);
    const bool is_signed = random.flip();
    const float scale = random.pick<float>({1.0f, 0.1f, 3.7e-5f, 12345.678f});
    const Tensor x = random.bytes({batch, channels, pixels}, is_signed);
    const Tensor wanted = reference("Dequantize", {x}, {{"scale", scale}});
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      std::vector<float> y(size_t(x.count()), -1.0f), y_nchw = y;
      cpu::int8::dequantize(x.blob.data(), is_signed, y.data(), x.count(), scale, isa());
      ASSERT_EQ(std::memcmp(y.data(), wanted.blob.data(), wanted.byte_size()), 0);
      const std::vector<uint8_t> x_nhwc = to_nhwc(x);
      cpu::int8::dequantize_to_nchw(x_nhwc.data(), is_signed, y_nchw.data(), batch, channels, pixels, scale,
                                    isa());
      ASSERT_EQ(std::memcmp(y_nchw.data(), wanted.blob.data(), wanted.byte_size()), 0);
    }
  }
}

QUERN_EVERY_ISA(Quantize);

}  // namespace
}  // namespace quern::test
