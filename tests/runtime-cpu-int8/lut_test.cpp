#include "int8/lut.hpp"

#include "harness.hpp"
#include "parallel.hpp"

namespace quern::test {
namespace {

class Lut : public EveryIsa {};

TEST_P(Lut, AnyLength) {
  Random random(31);
  for (int i = 0; i < 100; ++i) {
    const int64_t count = i < 70 ? i : random.integer(1, 60000);
    Tensor x = random.bytes({std::max<int64_t>(count, 1)}, random.flip());
    if (count == 0) continue;
    const Tensor table = random.bytes({256}, random.flip());
    const Tensor wanted = reference("QLut", {x, table}, {});
    GuardedBytes input(bytes_of(x)), in_place(bytes_of(x)), values(bytes_of(table));
    for (int threads = 1; threads <= 3; ++threads) {
      const cpu::ThreadScope scope(threads);
      GuardedBytes y(static_cast<size_t>(count));
      cpu::int8::lookup(input.data(), y.data(), count, values.data(), isa());
      ASSERT_TRUE(y.bytes() == bytes_of(wanted)) << count << " elements, " << threads << " threads";
    }
    cpu::int8::lookup(in_place.data(), in_place.data(), count, values.data(), isa());
    ASSERT_TRUE(in_place.bytes() == bytes_of(wanted));
  }
}

QUERN_EVERY_ISA(Lut);

}  // namespace
}  // namespace quern::test
