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
  const auto map_of = [&](const Operand& operand) { return activation_map(operand, op.dims); };
  const ElementMap map_a = map_of(op.a), map_b = map_of(op.b), map_y = map_of(op.y);
  const auto read = [&](const Operand& operand, const ElementMap& map, int n, int c, int h,
                        std::vector<float>& to) {
    if (operand.constant) {
      std::fill(to.begin(), to.end(), std::bit_cast<float>(operand.value));
    } else {
      load_floats(element(machine.memory, map, n, c, h, 0), map.w * map.unit, int64_t(to.size()), to.data());
    }
  };
  const auto on_one_lane = [&](const Operand& o) {
    return o.constant || o.address.lane == op.y.address.lane;
  };
  const bool parallel = on_one_lane(op.a) && on_one_lane(op.b);
  for_each_stretch(
      machine, op.dims, {&map_a, &map_b, &map_y}, parallel, [&](int n, int c, int h, int64_t count) {
        thread_local std::vector<float> a, b;
        a.resize(size_t(count));
        b.resize(size_t(count));
        read(op.a, map_a, n, c, h, a);
        read(op.b, map_b, n, c, h, b);
        for (size_t i = 0; i < a.size(); ++i) a[i] = compute(op.kind, a[i], b[i]);
        if (op.add_to_result) {
          read(op.y, map_y, n, c, h, b);
          for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
        }
        store_floats(a.data(), count, element(machine.memory, map_y, n, c, h, 0), map_y.w * map_y.unit);
      });
}

}  // namespace quern::bm1684
