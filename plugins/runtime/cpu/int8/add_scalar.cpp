#include <quern/ops/fixed_point.hpp>

#include "add_kernel_body.hpp"

namespace quern::cpu::int8 {
namespace {

struct OneWord {
  using Register = int32_t;
  static constexpr int kLanes = 1;

  static Register zero() { return 0; }
  static Register widen(const uint8_t* p, bool is_signed) { return is_signed ? int8_t(*p) : *p; }
  static Register accumulate(Register acc, Register x, int multiplier, int rshift) {
    return ops::saturate16(int64_t(acc) + ops::round_shift(x * multiplier, rshift));
  }
  static void narrow(uint8_t* p, Register acc, bool relu) {
    *p = relu ? ops::saturate<uint8_t>(acc) : uint8_t(ops::saturate<int8_t>(acc));
  }
};

}  // namespace

void add_scalar(const AddTerm* terms, int64_t term_count, uint8_t* y, bool relu, int64_t count) {
  add<OneWord>(terms, term_count, y, relu, count);
}

}  // namespace quern::cpu::int8
