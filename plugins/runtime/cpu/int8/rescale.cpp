#include "elementwise.hpp"

namespace quern::cpu::int8 {

// A sum of one term: saturating to 16 bits first does not change what 8 bits hold.
void rescale(const void* x, bool is_signed, void* y, bool relu, int64_t count, int multiplier, int rshift,
             Isa isa) {
  const Add sum({{{count}, is_signed, multiplier, rshift}}, relu, isa);
  sum.run({&x, 1}, y);
}

}  // namespace quern::cpu::int8
