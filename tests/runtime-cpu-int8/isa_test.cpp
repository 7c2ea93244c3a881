#include "int8/isa.hpp"

#include <algorithm>
#include <cstdlib>

#include "harness.hpp"

namespace quern::test {
namespace {

using namespace cpu::int8;

TEST(Isas, ScalarIsAlwaysThereAndComesFirst) {
  const std::vector<Isa> isas = available_isas();
  ASSERT_FALSE(isas.empty());
  EXPECT_EQ(isas.front(), Isa::Scalar);
  EXPECT_TRUE(std::is_sorted(isas.begin(), isas.end()));
}

TEST(Isas, CompilerAgreesWithDetection) {
#if defined(__x86_64__)
  EXPECT_EQ(is_available(Isa::Avx2), __builtin_cpu_supports("avx2") != 0);
  EXPECT_EQ(is_available(Isa::Avx512Vnni),
            __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"));
#else
  EXPECT_THAT(available_isas(), testing::ElementsAre(Isa::Scalar));
#endif
}

// Also run once per value of QUERN_CPU_ISA.
TEST(Cap, ActiveIsaIsTheFastestWithinTheCap) {
  const char* const cap = std::getenv("QUERN_CPU_ISA");
  Isa wanted = Isa::Scalar;
  for (const Isa isa : available_isas()) {
    wanted = isa;
    if (cap != nullptr && name_of(isa) == cap) break;
  }
  // A cap that this machine lacks means the next slower one.
  if (cap != nullptr && name_of(Isa::AvxVnni) == cap && !is_available(Isa::AvxVnni))
    wanted = is_available(Isa::Avx2) ? Isa::Avx2 : Isa::Scalar;
  EXPECT_EQ(active_isa(), wanted);
}

}  // namespace
}  // namespace quern::test
