#include "int8/gemm.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

class Gemm : public EveryIsa {};

TEST_P(Gemm, AnyShape) {
  Random random(21);
  for (int i = 0; i < 200; ++i) {
    const int64_t rows = random.pick<int64_t>({1, 1, 2, random.integer(1, 40)});
    const bool large = i >= 197;  // enough for several threads
    const int64_t depth = random.integer(1, 600) + (large ? 1200 : 0);
    const int64_t width = random.integer(1, 400) + (large ? 2000 : 0);
    const bool signed_input = random.flip(), relu = random.flip();
    const int rshift = int(random.integer(0, 20));
    const Tensor x = random.bytes({rows, depth}, signed_input), weights = random.int8s({width, depth});
    const Tensor bias = random.biases(width);
    const Tensor wanted =
        reference("QGemm", {x, weights, bias}, {{"rshift", int64_t(rshift)}, {"relu", int64_t(relu)}});
    const cpu::int8::PackedGemm gemm(rows, depth, width, signed_input, weights.data<int8_t>(),
                                     bias.data<int16_t>(), {rshift, relu}, isa());
    GuardedBytes input(bytes_of(x));
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(wanted.byte_size());
      Scratch scratch(gemm.scratch_bytes(threads));
      gemm.run(input.data(), y.data(), scratch.data());
      ASSERT_TRUE(y.bytes() == bytes_of(wanted))
          << rows << "x" << depth << "x" << width << ", " << threads << " threads";
    }
  }
}

QUERN_EVERY_ISA(Gemm);

}  // namespace
}  // namespace quern::test
