#include "byte_loops.hpp"
#include "elementwise.hpp"
#include "number_checks.hpp"
#include "pieces.hpp"

namespace quern::cpu::int8 {

Mul::Mul(const Shape& a_dims, bool a_signed, const Shape& b_dims, bool b_signed, int multiplier, int rshift,
         bool relu, Isa isa)
    : loops_({a_dims, b_dims}),
      a_signed_(a_signed),
      b_signed_(b_signed),
      multiplier_(multiplier),
      rshift_(rshift),
      relu_(relu),
      isa_(isa) {
  check_multiplier(multiplier);
  check_rshift(rshift);
}

void Mul::run(const void* a, const void* b, void* y) const {
  const ByteLoops& kernels = byte_loops(isa_);
  for_each_piece(loops_, [&](int64_t outer, int64_t begin, int64_t end) {
    uint8_t repeated[2][kRepeatedPiece];
    kernels.mul(piece_of(loops_, 0, a, outer, begin, end, repeated[0]), a_signed_,
                piece_of(loops_, 1, b, outer, begin, end, repeated[1]), b_signed_,
                static_cast<uint8_t*>(y) + outer * loops_.inner() + begin, relu_, end - begin, multiplier_,
                rshift_);
  });
}

}  // namespace quern::cpu::int8
