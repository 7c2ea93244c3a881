#include "types.hpp"

#include <bit>

namespace quern::bm1684 {

const char* name_of(Precision p) {
  switch (p) {
    case Precision::I8:
      return "i8";
    case Precision::F16:
      return "f16";
    case Precision::F32:
      return "f32";
    case Precision::I16:
      return "i16";
    case Precision::I32:
      return "i32";
  }
  return "?";
}

Operand constant(float value) { return constant(std::bit_cast<uint32_t>(value)); }

}  // namespace quern::bm1684
