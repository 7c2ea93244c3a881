#include <bit>
#include <vector>

#include "elements.hpp"
#include "execute.hpp"
#include "float_rules.hpp"
#include "lanes.hpp"

namespace quern::bm1684 {
namespace {

float compute(Scalar::Kind kind, float a, float b) {
  switch (kind) {
    case Scalar::Kind::Mul:
      return product(a, b);
    case Scalar::Kind::Add:
      return a + b;
    case Scalar::Kind::Sub:
      return a - b;
    case Scalar::Kind::Div:
      return quotient(a, b);
  }
  return 0;
}

}  // namespace

void execute(const Scalar& op, MachineState& machine) {
  const ElementMap to = activation_map(op.y, op.dims);
  const auto read = [&](const Operand& operand, int n, int c, int h, std::vector<float>& row) {
    if (operand.constant) {
      std::fill(row.begin(), row.end(), std::bit_cast<float>(operand.value));
    } else {
      const ElementMap map = activation_map(operand, op.dims);
      load_floats(element(machine.memory, map, n, c, h, 0), map.w * map.unit, op.dims.w, row.data());
    }
  };
  const auto on_one_lane = [&](const Operand& o) {
    return o.constant || o.address.lane == op.y.address.lane;
  };
  for_each_row(machine, op.dims, on_one_lane(op.a) && on_one_lane(op.b), [&](int n, int c, int h) {
    std::vector<float> a(size_t(op.dims.w)), b(size_t(op.dims.w));
    read(op.a, n, c, h, a);
    read(op.b, n, c, h, b);
    for (size_t i = 0; i < a.size(); ++i) a[i] = compute(op.kind, a[i], b[i]);
    if (op.add_to_result) {
      read(op.y, n, c, h, b);
      for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
    }
    store_floats(a.data(), op.dims.w, element(machine.memory, to, n, c, h, 0), to.w * to.unit);
  });
}

}  // namespace quern::bm1684
