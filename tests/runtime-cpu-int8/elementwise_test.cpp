#include "int8/elementwise.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

using Ints = std::vector<int64_t>;

class Elementwise : public EveryIsa {
 protected:
  // run(y): into guarded memory, with 1 to 3 threads.
  template <class Run>
  void check(const Tensor& wanted, const Run& run) {
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(wanted.byte_size());
      run(y.data());
      ASSERT_TRUE(y.bytes() == bytes_of(wanted)) << threads << " threads, " << to_string(wanted.dims);
    }
  }
};

Shape random_dims(Random& random) {
  Shape dims(size_t(random.integer(1, 4)));
  for (int64_t& d : dims) d = random.pick<int64_t>({1, random.integer(1, 5), random.integer(1, 70)});
  if (random.integer(0, 9) == 0) dims = {random.integer(16000, 40000)};
  return dims;
}

// `dims` with some axes of size 1 and perhaps fewer of them in front.
Shape narrowed(Shape dims, Random& random) {
  if (random.flip()) return dims;
  for (int64_t& d : dims)
    if (random.integer(0, 2) == 0) d = 1;
  const auto dropped = size_t(random.integer(0, int64_t(dims.size()) - 1));
  return {dims.begin() + int64_t(dropped), dims.end()};
}

TEST_P(Elementwise, Add) {
  Random random(61);
  for (int i = 0; i < 300; ++i) {
    const Shape dims = random_dims(random);
    const bool relu = random.flip(), wide = random.integer(0, 4) == 0;
    const int64_t count = random.pick<int64_t>({1, 2, 2, 2, 3, 5, 32});
    std::vector<cpu::int8::AddInput> inputs;
    std::vector<Tensor> x;
    Ints multipliers, rshifts;
    for (int64_t n = 0; n < count; ++n) {
      const bool is_signed = random.flip();
      x.push_back(random.bytes(narrowed(dims, random), is_signed));
      multipliers.push_back(wide ? random.integer(-255, 255) : random.integer(-128, 128));
      rshifts.push_back(random.pick<int64_t>({random.integer(0, 8), random.integer(0, 31)}));
      inputs.push_back({x.back().dims, is_signed, int(multipliers.back()), int(rshifts.back())});
    }
    const Tensor wanted =
        reference("QAdd", x, {{"multipliers", multipliers}, {"rshifts", rshifts}, {"relu", int64_t(relu)}});
    const cpu::int8::Add add(inputs, relu, isa());
    ASSERT_EQ(add.out_dims(), wanted.dims);
    std::vector<const void*> pointers;
    for (const Tensor& t : x) pointers.push_back(t.blob.data());
    check(wanted, [&](void* y) { add.run(pointers, y); });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Elementwise, AddInPlace) {
  Random random(62);
  for (const int64_t length : {1, 31, 64, 1000, 50000}) {
    const Tensor a = random.bytes({length}, true), b = random.bytes({length}, true);
    const Tensor wanted = reference(
        "QAdd", {a, b}, {{"multipliers", Ints{90, 100}}, {"rshifts", Ints{7, 6}}, {"relu", int64_t(0)}});
    const cpu::int8::Add add({{{length}, true, 90, 7}, {{length}, true, 100, 6}}, false, isa());
    GuardedBytes y(bytes_of(a));
    add.run(std::vector<const void*>{y.data(), b.blob.data()}, y.data());
    EXPECT_TRUE(y.bytes() == bytes_of(wanted));
  }
}

TEST_P(Elementwise, Mul) {
  Random random(63);
  for (int i = 0; i < 300; ++i) {
    const Shape dims = random_dims(random);
    const bool a_signed = random.flip(), b_signed = random.flip(), relu = random.flip();
    const Tensor a = random.bytes(narrowed(dims, random), a_signed);
    const Tensor b = random.bytes(narrowed(dims, random), b_signed);
    const int multiplier = int(random.integer(-255, 255)), rshift = int(random.integer(0, 31));
    const Tensor wanted = reference(
        "QMul", {a, b},
        {{"multiplier", int64_t(multiplier)}, {"rshift", int64_t(rshift)}, {"relu", int64_t(relu)}});
    const cpu::int8::Mul mul(a.dims, a_signed, b.dims, b_signed, multiplier, rshift, relu, isa());
    ASSERT_EQ(mul.out_dims(), wanted.dims);
    check(wanted, [&](void* y) { mul.run(a.blob.data(), b.blob.data(), y); });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Elementwise, Rescale) {
  Random random(64);
  for (int i = 0; i < 200; ++i) {
    const Shape dims = random_dims(random);
    const bool is_signed = random.flip(), relu = random.flip();
    const Tensor x = random.bytes(dims, is_signed);
    const int multiplier = int(random.integer(-255, 255)), rshift = int(random.integer(0, 20));
    const Tensor wanted = reference(
        "QRescale", {x},
        {{"multiplier", int64_t(multiplier)}, {"rshift", int64_t(rshift)}, {"relu", int64_t(relu)}});
    GuardedBytes input(bytes_of(x));
    check(wanted, [&](void* y) {
      cpu::int8::rescale(input.data(), is_signed, y, relu, x.count(), multiplier, rshift, isa());
    });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Elementwise, LeakyRelu) {
  Random random(65);
  for (int i = 0; i < 200; ++i) {
    const bool is_signed = random.integer(0, 4) != 0;
    const Tensor x = random.bytes(random_dims(random), is_signed);
    const int multiplier = int(random.integer(-255, 255)), rshift = int(random.integer(0, 12));
    const Tensor wanted =
        reference("QLeakyRelu", {x}, {{"multiplier", int64_t(multiplier)}, {"rshift", int64_t(rshift)}});
    GuardedBytes input(bytes_of(x));
    check(wanted, [&](void* y) {
      cpu::int8::leaky_relu(input.data(), is_signed, y, x.count(), multiplier, rshift, isa());
    });
    if (HasFatalFailure()) return;
  }
}

// The reference has channels second, the kernels last: with one pixel per image both are the same.
TEST_P(Elementwise, PRelu) {
  Random random(66);
  for (int i = 0; i < 200; ++i) {
    const int64_t pixels = random.integer(1, 300),
                  channels = random.pick<int64_t>({random.integer(1, 130), 600});
    const bool is_signed = random.integer(0, 4) != 0;
    const Tensor x = random.bytes({pixels, channels, 1, 1}, is_signed), slopes = random.int8s({channels});
    const int rshift = int(random.integer(0, 12));
    const Tensor wanted = reference("QPRelu", {x, slopes}, {{"rshift", int64_t(rshift)}});
    GuardedBytes input(bytes_of(x));
    check(wanted, [&](void* y) {
      cpu::int8::prelu(input.data(), is_signed, y, pixels, slopes.values<int8_t>(), rshift, isa());
    });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Elementwise, Scale) {
  Random random(67);
  for (int i = 0; i < 200; ++i) {
    const int64_t pixels = random.integer(1, 300), channels = random.integer(1, 130);
    const bool is_signed = random.flip(), relu = random.flip();
    const Tensor x = random.bytes({pixels, channels, 1, 1}, is_signed), scales = random.int8s({channels});
    const Tensor biases = random.biases(channels);
    Ints wide;
    for (int64_t c = 0; c < channels; ++c)
      wide.push_back(random.pick<int64_t>({random.integer(0, 10), random.integer(0, 31)}));
    const std::vector<int32_t> rshifts(wide.begin(), wide.end());
    const Tensor wanted =
        reference("QScale", {x, scales, biases}, {{"rshifts", wide}, {"relu", int64_t(relu)}});
    GuardedBytes input(bytes_of(x));
    check(wanted, [&](void* y) {
      cpu::int8::scale(input.data(), is_signed, y, relu, pixels,
                       {scales.values<int8_t>(), biases.values<int16_t>(), rshifts}, isa());
    });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Elementwise, RefusesNumbersOutOfRange) {
  using cpu::int8::Add;
  EXPECT_THROW(Add({{{4}, true, 256, 0}}, false, isa()), InputError);
  EXPECT_THROW(Add({{{4}, true, 1, 32}}, false, isa()), InputError);
  EXPECT_THROW(Add({{{4}, true, 1, 0}, {{3}, true, 1, 0}}, false, isa()), InputError);
  EXPECT_THROW(Add({}, false, isa()), InputError);
  EXPECT_THROW(Add(std::vector<cpu::int8::AddInput>(33, {{4}, true, 1, 0}), false, isa()), UnsupportedError);
  EXPECT_THROW(cpu::int8::Mul({4}, true, {4}, true, 256, 0, false, isa()), InputError);
}

QUERN_EVERY_ISA(Elementwise);

}  // namespace
}  // namespace quern::test
