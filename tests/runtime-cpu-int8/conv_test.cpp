#include "int8/conv.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

using cpu::int8::ConvShape;

struct Case {
  ConvShape shape;
  bool signed_input, relu;
  int rshift;
  Tensor x, weights, bias;  // as ONNX has them; no bias where undefined
};

std::string describe(const Case& c) {
  const ConvShape& s = c.shape;
  const auto pair = [](int64_t a, int64_t b) { return std::to_string(a) + "x" + std::to_string(b) + " "; };
  return "batch " + std::to_string(s.batch) + " in " + std::to_string(s.in_channels) + "x" +
         pair(s.in_height, s.in_width) + "out " + std::to_string(s.out_channels) + " kernel " +
         pair(s.kernel_height, s.kernel_width) + "stride " + pair(s.stride_height, s.stride_width) +
         "dilation " + pair(s.dilation_height, s.dilation_width) + "pads " + pair(s.pad_top, s.pad_left) +
         pair(s.pad_bottom, s.pad_right) + "group " + std::to_string(s.group) + " pixel strides " +
         pair(s.in_pixel_stride, s.out_pixel_stride) + (c.signed_input ? "int8 " : "uint8 ") +
         (c.relu ? "relu " : "") + "rshift " + std::to_string(c.rshift);
}

void fill(Case& c, Random& random) {
  const ConvShape& s = c.shape;
  c.signed_input = random.flip();
  c.relu = random.flip();
  c.rshift = int(random.integer(0, 20));
  c.x = random.bytes({s.batch, s.in_channels, s.in_height, s.in_width}, c.signed_input);
  c.weights = random.int8s({s.out_channels, s.in_channels / s.group, s.kernel_height, s.kernel_width});
  if (random.integer(0, 3) != 0) c.bias = random.biases(s.out_channels);
}

std::vector<uint8_t> expected(const Case& c) {
  const ConvShape& s = c.shape;
  using Ints = std::vector<int64_t>;
  return to_nhwc(reference("QConv", {c.x, c.weights, c.bias},
                           {{"kernel_shape", Ints{s.kernel_height, s.kernel_width}},
                            {"strides", Ints{s.stride_height, s.stride_width}},
                            {"dilations", Ints{s.dilation_height, s.dilation_width}},
                            {"pads", Ints{s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}},
                            {"group", s.group},
                            {"rshift", int64_t(c.rshift)},
                            {"relu", int64_t(c.relu)}}));
}

// Pixels `stride` bytes apart, with `fill` between them; 0 means side by side.
std::vector<uint8_t> spread(const std::vector<uint8_t>& dense, int64_t channels, int64_t stride,
                            uint8_t fill) {
  if (stride == 0) return dense;
  const size_t pixels = dense.size() / size_t(channels);
  std::vector<uint8_t> result(pixels * size_t(stride), fill);
  for (size_t p = 0; p < pixels; ++p)
    for (int64_t c = 0; c < channels; ++c)
      result[p * size_t(stride) + size_t(c)] = dense[p * size_t(channels) + size_t(c)];
  return result;
}

void check(const Case& c, cpu::int8::Isa isa, GuardedBytes::Side side) {
  SCOPED_TRACE(describe(c));
  constexpr uint8_t kUntouched = 0xA5;
  const ConvShape& s = c.shape;
  const std::vector<uint8_t> wanted = spread(expected(c), s.out_channels, s.out_pixel_stride, kUntouched);
  const cpu::int8::PackedConv conv(s, c.signed_input, c.weights.data<int8_t>(),
                                   c.bias.is_defined() ? c.bias.data<int16_t>() : nullptr, {c.rshift, c.relu},
                                   isa);
  GuardedBytes x(spread(to_nhwc(c.x), s.in_channels, s.in_pixel_stride, 77), side);
  for (int threads = 1; threads <= 3; ++threads) {
    const cpu::ThreadScope scope(threads);
    GuardedBytes y(std::vector<uint8_t>(wanted.size(), kUntouched), side);
    Scratch scratch(conv.scratch_bytes(threads));
    conv.run(x.data(), y.data(), scratch.data());
    ASSERT_TRUE(y.bytes() == wanted) << threads << " threads";
  }
}

class Conv : public EveryIsa {
 protected:
  void check_random(uint32_t seed, int count, void (*choose)(ConvShape&, Random&)) {
    Random random(seed);
    for (int i = 0; i < count;) {
      Case c{};
      choose(c.shape, random);
      if (c.shape.out_height() <= 0 || c.shape.out_width() <= 0) continue;
      fill(c, random);
      check(c, isa(), random.flip() ? GuardedBytes::Side::Start : GuardedBytes::Side::End);
      if (HasFatalFailure()) return;
      ++i;
    }
  }
};

void choose_window(ConvShape& s, Random& random) {
  s.batch = random.integer(1, 2);
  s.in_height = random.integer(1, 17);
  s.in_width = random.integer(1, 31);
  s.kernel_height = random.pick<int64_t>({1, 1, 2, 3, 3, 5, 7});
  s.kernel_width = random.pick<int64_t>({1, 1, 2, 3, 3, 5, 7});
  s.stride_height = random.pick<int64_t>({1, 1, 2, 3, 5});
  s.stride_width = random.pick<int64_t>({1, 1, 2, 3, 5});
  s.dilation_height = random.pick<int64_t>({1, 1, 2, 3});
  s.dilation_width = random.pick<int64_t>({1, 1, 1, 2, 3});
  if (random.flip()) {
    s.pad_top = random.integer(0, 3);
    s.pad_left = random.integer(0, 3);
    s.pad_bottom = random.integer(0, 3);
    s.pad_right = random.integer(0, 3);
  }
}

TEST_P(Conv, AnyShape) {
  check_random(1, 200, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.in_channels = random.integer(1, 130);
    s.out_channels = random.integer(1, 130);
  });
}

TEST_P(Conv, FewInputChannels) {
  check_random(2, 100, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.in_channels = random.integer(1, 5);
    s.out_channels = random.integer(1, 40);
  });
}

TEST_P(Conv, Pointwise) {
  check_random(3, 150, [](ConvShape& s, Random& random) {
    s.batch = random.integer(1, 3);
    s.in_height = random.integer(1, 15);
    s.in_width = random.integer(1, 15);
    s.in_channels = random.integer(1, 300);
    s.out_channels = random.integer(1, 300);
  });
}

TEST_P(Conv, Groups) {
  check_random(4, 100, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.group = random.integer(2, 6);
    s.in_channels = s.group * random.integer(1, 20);
    s.out_channels = s.group * random.integer(1, 40);
  });
}

TEST_P(Conv, Depthwise) {
  check_random(5, 150, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.group = s.in_channels = s.out_channels = random.integer(2, 200);
  });
}

TEST_P(Conv, DepthwiseMultiplier) {
  check_random(6, 50, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.group = s.in_channels = random.integer(2, 30);
    s.out_channels = s.group * random.integer(2, 4);
  });
}

TEST_P(Conv, SliceOfChannels) {
  check_random(7, 100, [](ConvShape& s, Random& random) {
    choose_window(s, random);
    s.in_channels = random.integer(1, 70);
    s.out_channels = random.integer(1, 70);
    if (random.flip()) s.group = s.out_channels = s.in_channels;
    s.in_pixel_stride = s.in_channels + random.integer(0, 40);
    s.out_pixel_stride = s.out_channels + random.integer(0, 40);
  });
}

// More weights and pixels than one pass of the loops takes.
TEST_P(Conv, SeveralPasses) {
  check_random(8, 2, [](ConvShape& s, Random& random) {
    s.in_height = s.in_width = random.integer(14, 18);
    s.kernel_height = s.kernel_width = 3;
    s.pad_top = s.pad_left = s.pad_bottom = s.pad_right = 1;
    s.in_channels = 4 * random.integer(100, 130);
    s.out_channels = random.integer(80, 120);
  });
}

void choose_large(ConvShape& s, Random& random) {
  s.batch = random.integer(1, 2);
  s.in_height = random.integer(20, 40);
  s.in_width = random.integer(20, 40);
  s.in_channels = s.out_channels = random.integer(60, 90);
  s.kernel_height = s.kernel_width = random.pick<int64_t>({1, 3, 5});
  s.pad_top = s.pad_left = s.pad_bottom = s.pad_right = random.integer(0, 2);
}

// Small convolutions stay on one thread, these do not.
TEST_P(Conv, SharedByThreads) {
  check_random(9, 4, choose_large);
  check_random(10, 12, [](ConvShape& s, Random& random) {
    choose_large(s, random);
    s.group = s.in_channels;
  });
  check_random(11, 4, [](ConvShape& s, Random& random) {
    choose_large(s, random);
    s.group = random.integer(2, 4);
    s.in_channels = s.group * random.integer(30, 40);
    s.out_channels = s.group * random.integer(30, 40);
  });
}

// The smallest and the largest sums that eight bits can bring about, and rounding constants beside them.
TEST_P(Conv, ExtremeSums) {
  for (const bool signed_input : {false, true}) {
    for (const int weight : {-128, 127}) {
      for (const int rshift : {0, 1, 15, 16, 20, 30, 31}) {
        Case c{};
        c.shape.in_channels = 515;
        c.shape.kernel_height = c.shape.kernel_width = 3;
        c.shape.in_height = c.shape.in_width = 5;
        c.shape.pad_top = c.shape.pad_left = 1;
        c.shape.out_channels = 17;
        c.signed_input = signed_input;
        c.rshift = rshift;
        c.relu = !signed_input;
        const int64_t count = 515 * 25;
        c.x = signed_input ? Tensor::from(std::vector<int8_t>(count, -128), {1, 515, 5, 5})
                           : Tensor::from(std::vector<uint8_t>(count, 255), {1, 515, 5, 5});
        c.weights = Tensor::from(std::vector<int8_t>(17 * 515 * 9, int8_t(weight)), {17, 515, 3, 3});
        c.bias = Tensor::from(std::vector<int16_t>(17, weight < 0 ? int16_t(-32768) : int16_t(32767)));
        check(c, isa(), GuardedBytes::Side::End);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// Sums beyond 32 bits wrap around, on every machine alike.
TEST_P(Conv, SumsWrapAround) {
  Case c{};
  c.shape.in_channels = 70000;
  c.shape.out_channels = 3;
  c.shape.in_width = 2;
  c.rshift = 24;
  c.x = Tensor::from(std::vector<uint8_t>(140000, 255), {1, 70000, 1, 2});
  c.weights = Tensor::from(std::vector<int8_t>(210000, 127), {3, 70000, 1, 1});
  check(c, isa(), GuardedBytes::Side::End);
}

TEST_P(Conv, RefusesContradictions) {
  const int8_t weights[64] = {};
  const auto make = [&](auto change, int rshift) {
    ConvShape s;
    s.in_channels = s.out_channels = 4;
    change(s);
    const cpu::int8::PackedConv conv(s, false, weights, nullptr, {rshift, false}, isa());
  };
  EXPECT_NO_THROW(make([](ConvShape&) {}, 0));
  EXPECT_THROW(make([](ConvShape& s) { s.group = 3; }, 0), InputError);
  EXPECT_THROW(make([](ConvShape& s) { s.kernel_width = 2; }, 0), InputError);
  EXPECT_THROW(make([](ConvShape& s) { s.stride_height = 0; }, 0), InputError);
  EXPECT_THROW(make([](ConvShape& s) { s.in_pixel_stride = 3; }, 0), InputError);
  EXPECT_THROW(make([](ConvShape&) {}, 32), InputError);
}

QUERN_EVERY_ISA(Conv);

}  // namespace
}  // namespace quern::test
