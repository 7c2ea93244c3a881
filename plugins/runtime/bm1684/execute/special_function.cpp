#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <quern/error.hpp>

#include "elements.hpp"
#include "execute.hpp"
#include "float_rules.hpp"
#include "lanes.hpp"

namespace quern::bm1684 {
namespace {

using Kind = SpecialFunction::Kind;

// Horner's rule from the highest power.
float taylor(const std::vector<float>& coefficients, float x) {
  float y = coefficients.back();
  for (size_t k = coefficients.size() - 1; k-- > 0;) y = y * x + coefficients[k];
  return y * x;
}

int32_t truncated(float x) {
  if (std::isnan(x)) return 0;
  if (x >= 0x1p31f) return std::numeric_limits<int32_t>::max();
  if (x < -0x1p31f) return std::numeric_limits<int32_t>::min();
  return int32_t(x);
}

// Biased exponent of the power of two next to x: 2^q for x = m * 2^q with m < 4/3, else 2^(q+1) (vectors'
// README, item 16).
uint32_t nearest_exponent(float x) {
  const auto bits = std::bit_cast<uint32_t>(x) & 0x7FFFFFFFu;
  constexpr uint32_t kThird = 0x2AAAAA;  // fraction of 4/3, rounded down
  return (bits >> 23) + ((bits & 0x7FFFFF) > kThird ? 1 : 0);
}

}  // namespace

void execute(const SpecialFunction& op, MachineState& machine) {
  std::vector<float> coefficients;
  if (op.kind == Kind::Taylor) {
    if (op.terms < 1) throw InputError("a taylor command has no terms");
    const uint64_t address = op.table < kL2Bytes ? kL2Base + op.table : op.table;
    coefficients.resize(size_t(op.terms));
    std::memcpy(coefficients.data(), machine.memory.at(address, uint64_t(op.terms) * 4),
                size_t(op.terms) * 4);
  }
  const auto compute = [&](float x) -> float {
    switch (op.kind) {
      case Kind::Taylor:
        return taylor(coefficients, x);
      case Kind::ToInteger:
        return std::bit_cast<float>(truncated(x));
      case Kind::NormaliseInteger:
        return std::bit_cast<float>(nearest_exponent(x));
      case Kind::NormaliseFloat:
        return std::bit_cast<float>(nearest_exponent(x) << 23);
      case Kind::ReciprocalSqrt:
        return reciprocal_sqrt(x);
    }
    return 0;
  };
  const ElementMap from = activation_map(op.x, op.dims), to = activation_map(op.y, op.dims);
  for_each_row(machine, op.dims, op.x.address.lane == op.y.address.lane, [&](int n, int c, int h) {
    std::vector<float> row(size_t(op.dims.w));
    load_floats(element(machine.memory, from, n, c, h, 0), from.w * from.unit, op.dims.w, row.data());
    for (float& value : row) value = compute(value);
    store_floats(row.data(), op.dims.w, element(machine.memory, to, n, c, h, 0), to.w * to.unit);
  });
}

}  // namespace quern::bm1684
