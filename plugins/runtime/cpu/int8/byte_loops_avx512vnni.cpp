#if defined(__x86_64__)

#include "byte_loops_body.hpp"

namespace quern::cpu::int8 {

const ByteLoops& byte_loops_avx512vnni() { return kLoops; }

}  // namespace quern::cpu::int8

#endif
