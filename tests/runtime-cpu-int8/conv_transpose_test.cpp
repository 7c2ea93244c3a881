#include "int8/conv_transpose.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

using cpu::int8::ConvTransposeShape;

class ConvTranspose : public EveryIsa {};

ConvTransposeShape random_shape(Random& random) {
  ConvTransposeShape s;
  s.batch = random.integer(1, 2);
  s.group = random.pick<int64_t>({1, 1, 2, 3});
  s.in_channels = s.group * random.integer(1, 20);
  s.out_channels = s.group * random.integer(1, 30);
  if (random.integer(0, 4) == 0) s.group = s.out_channels = s.in_channels;
  s.in_height = random.integer(1, 7);
  s.in_width = random.integer(1, 9);
  s.kernel_height = random.integer(1, 5);
  s.kernel_width = random.integer(1, 5);
  s.stride_height = random.integer(1, 4);
  s.stride_width = random.integer(1, 4);
  s.dilation_height = random.integer(1, 3);
  s.dilation_width = random.integer(1, 3);
  s.pad_top = random.integer(0, 2);
  s.pad_left = random.integer(0, 2);
  s.pad_bottom = random.integer(0, 2);
  s.pad_right = random.integer(0, 2);
  s.output_padding_height = random.integer(0, s.stride_height - 1);
  s.output_padding_width = random.integer(0, s.stride_width - 1);
  return s;
}

TEST_P(ConvTranspose, AnyShape) {
  using Ints = std::vector<int64_t>;
  Random random(11);
  for (int i = 0; i < 120;) {
    const ConvTransposeShape s = random_shape(random);
    if (s.out_height() <= 0 || s.out_width() <= 0) continue;
    ++i;
    const bool signed_input = random.flip(), relu = random.flip();
    const int rshift = int(random.integer(0, 16));
    const Tensor x = random.bytes({s.batch, s.in_channels, s.in_height, s.in_width}, signed_input);
    const Tensor weights =
        random.int8s({s.in_channels, s.out_channels / s.group, s.kernel_height, s.kernel_width});
    const Tensor bias = random.biases(s.out_channels);
    const Tensor wanted =
        reference("QConvTranspose", {x, weights, bias},
                  {{"kernel_shape", Ints{s.kernel_height, s.kernel_width}},
                   {"strides", Ints{s.stride_height, s.stride_width}},
                   {"dilations", Ints{s.dilation_height, s.dilation_width}},
                   {"pads", Ints{s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}},
                   {"output_padding", Ints{s.output_padding_height, s.output_padding_width}},
                   {"group", s.group},
                   {"rshift", int64_t(rshift)},
                   {"relu", int64_t(relu)}});
    ASSERT_EQ(wanted.dims, (Shape{s.batch, s.out_channels, s.out_height(), s.out_width()}));

    const cpu::int8::PackedConvTranspose conv(s, signed_input, weights.data<int8_t>(), bias.data<int16_t>(),
                                              {rshift, relu}, isa());
    GuardedBytes input(to_nhwc(x));
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(wanted.byte_size());
      Scratch scratch(conv.scratch_bytes(threads));
      conv.run(input.data(), y.data(), scratch.data());
      ASSERT_TRUE(y.bytes() == to_nhwc(wanted)) << "case " << i << ", " << threads << " threads";
    }
  }
}

QUERN_EVERY_ISA(ConvTranspose);

}  // namespace
}  // namespace quern::test
