#include "int8/pool.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

using cpu::int8::PoolShape;
using Ints = std::vector<int64_t>;

struct Case {
  PoolShape shape;
  int64_t pad_bottom, pad_right;
  bool is_signed;
  Tensor x;
};

Case random_case(Random& random, bool dilated) {
  Case c{};
  PoolShape& s = c.shape;
  s.batch = random.integer(1, 2);
  s.channels = random.pick<int64_t>({random.integer(1, 130), random.integer(1, 130), 515, 1030});
  s.in_height = random.integer(1, 12);
  s.in_width = random.integer(1, 12);
  s.kernel_height = random.integer(1, 4);
  s.kernel_width = random.integer(1, 4);
  s.stride_height = random.integer(1, 5);
  s.stride_width = random.integer(1, 5);
  s.dilation_height = dilated ? random.integer(1, 2) : 1;
  s.dilation_width = dilated ? random.integer(1, 2) : 1;
  s.pad_top = random.integer(0, s.kernel_height - 1);
  s.pad_left = random.integer(0, s.kernel_width - 1);
  c.pad_bottom = random.integer(0, s.kernel_height - 1);
  c.pad_right = random.integer(0, s.kernel_width - 1);
  s.out_height = (s.in_height + s.pad_top + c.pad_bottom - s.dilation_height * (s.kernel_height - 1) - 1) /
                     s.stride_height +
                 1;
  s.out_width =
      (s.in_width + s.pad_left + c.pad_right - s.dilation_width * (s.kernel_width - 1) - 1) / s.stride_width +
      1;
  c.is_signed = random.flip();
  c.x = random.bytes({s.batch, s.channels, s.in_height, s.in_width}, c.is_signed);
  return c;
}

bool has_output(const Case& c) {
  const PoolShape& s = c.shape;
  return s.in_height + s.pad_top + c.pad_bottom > s.dilation_height * (s.kernel_height - 1) &&
         s.in_width + s.pad_left + c.pad_right > s.dilation_width * (s.kernel_width - 1);
}

std::vector<NamedAttribute> window(const Case& c) {
  const PoolShape& s = c.shape;
  return {{"kernel_shape", Ints{s.kernel_height, s.kernel_width}},
          {"strides", Ints{s.stride_height, s.stride_width}},
          {"pads", Ints{s.pad_top, s.pad_left, c.pad_bottom, c.pad_right}}};
}

class Pool : public EveryIsa {
 protected:
  template <class Run>
  void check(const Case& c, const Tensor& wanted, const Run& run) {
    GuardedBytes x(to_nhwc(c.x));
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(wanted.byte_size());
      run(x.data(), y.data());
      ASSERT_TRUE(y.bytes() == to_nhwc(wanted))
          << threads << " threads, input " << to_string(c.x.dims) << ", output " << to_string(wanted.dims);
    }
  }
};

TEST_P(Pool, Average) {
  Random random(41);
  for (int i = 0; i < 200;) {
    const Case c = random_case(random, false);
    if (!has_output(c)) continue;
    ++i;
    const int multiplier = int(random.integer(0, 255)), rshift = int(random.integer(0, 14));
    std::vector<NamedAttribute> attributes = window(c);
    attributes.push_back({"multiplier", int64_t(multiplier)});
    attributes.push_back({"rshift", int64_t(rshift)});
    check(c, reference("QAveragePool", {c.x}, attributes), [&](const void* x, void* y) {
      cpu::int8::average_pool(c.shape, c.is_signed, multiplier, rshift, x, y, isa());
    });
    if (HasFatalFailure()) return;
  }
}

TEST_P(Pool, Max) {
  Random random(42);
  for (int i = 0; i < 200;) {
    const Case c = random_case(random, true);
    if (!has_output(c)) continue;
    ++i;
    std::vector<NamedAttribute> attributes = window(c);
    attributes.push_back({"dilations", Ints{c.shape.dilation_height, c.shape.dilation_width}});
    check(c, reference("MaxPool", {c.x}, attributes, ""),
          [&](const void* x, void* y) { cpu::int8::max_pool(c.shape, c.is_signed, x, y, isa()); });
    if (HasFatalFailure()) return;
  }
}

QUERN_EVERY_ISA(Pool);

}  // namespace
}  // namespace quern::test
