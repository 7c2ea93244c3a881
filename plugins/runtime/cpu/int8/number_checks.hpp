// Limits of the numbers in elementwise operators: within them no 32-bit product overflows.
#pragma once

#include <string>

#include <quern/error.hpp>

namespace quern::cpu::int8 {

inline void check_multiplier(int multiplier) {
  if (multiplier < -255 || multiplier > 255)
    throw InputError("the multiplier " + std::to_string(multiplier) +
                     " of an integer operator is not within ±255");
}

inline void check_rshift(int rshift) {
  if (rshift < 0 || rshift > 31)
    throw InputError("the shift " + std::to_string(rshift) + " of an integer operator is not within 0 to 31");
}

}  // namespace quern::cpu::int8
