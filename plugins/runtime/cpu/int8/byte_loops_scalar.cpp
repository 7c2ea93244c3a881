#include "byte_loops_body.hpp"

namespace quern::cpu::int8 {

const ByteLoops& byte_loops_scalar() { return kLoops; }

}  // namespace quern::cpu::int8
