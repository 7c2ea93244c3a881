// Properties of random graphs: programs give what the reference kernels give, bytes bit for bit and floats to
// 1e-5, without races, unwritten memory or parts for the host processor. QUERN_RANDOM_SEED starts elsewhere,
// QUERN_RANDOM_COUNT says how many graphs of each kind are tried.
#include <cstdlib>
#include <gtest/gtest.h>

#include "random_network.hpp"
#include "support/setting.hpp"

namespace quern::bm1684::test {
namespace {

template <class Body>
void for_all_seeds(Body&& body) {
  const unsigned first = quern::test::setting("QUERN_RANDOM_SEED", 1),
                 count = quern::test::setting("QUERN_RANDOM_COUNT", 150);
  for (unsigned seed = first; seed < first + count && !testing::Test::HasFailure(); ++seed) body(seed);
}

TEST(RandomNetworks, OfBytesAreExact) {
  for_all_seeds([](unsigned seed) {
    RandomNetwork network(seed);
    expect_on_chip(network.integers(network.g.between(1, 9)), "bytes, seed " + std::to_string(seed),
                   {.optimisation = int(seed % 3)});
  });
}

TEST(RandomNetworks, OfFloatsAreClose) {
  for_all_seeds([](unsigned seed) {
    RandomNetwork network(seed);
    expect_on_chip(network.floats(network.g.between(1, 6)), "floats, seed " + std::to_string(seed),
                   {.optimisation = int(seed % 3)});
  });
}

}  // namespace
}  // namespace quern::bm1684::test
