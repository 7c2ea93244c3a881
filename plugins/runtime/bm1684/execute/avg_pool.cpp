#include <bit>

#include <quern/error.hpp>

#include "channel_sums.hpp"
#include "elements.hpp"
#include "execute.hpp"
#include "rounding.hpp"

namespace quern::bm1684 {

void execute(const AvgPool& op, MachineState& machine) {
  const ChannelSums sums{op.input, op.result, op.window, op.x};
  const ElementMap target = activation_map(op.y, op.result);
  const int64_t plane = int64_t(op.result.h) * op.result.w;
  if (is_float(op.x.precision)) {
    const float weight = std::bit_cast<float>(op.weight);
    sums.floats(
        machine, [&](int, int) { return weight; },
        [&](int n, int c, float* values) {
          store_plane(machine.memory, target, n, c, op.result.h, op.result.w, values);
        });
    return;
  }
  if (op.x.precision != Precision::I8 || op.y.precision != Precision::I8)
    throw UnsupportedError(std::string("an average of ") + name_of(op.x.precision) + " with a result of " +
                           name_of(op.y.precision) + " is rejected by the chip");
  if (op.window.kernel_h > kMaxPad || op.window.kernel_w > kMaxPad)
    throw UnsupportedError(
        "the chip's multipliers for averages of 8 bits are known to a kernel of 15x15 only");
  const int64_t multiplier = average_multiplier(op.window.taps()).multiplier;
  const ValueRange range = result_range(Precision::I8, op.result_is_signed());
  sums.integers(
      machine, [](int, int) { return 1; },
      [&](int n, int c, int32_t* values) {
        for (int64_t i = 0; i < plane; ++i)
          values[i] = range.clamp(round_shift(values[i] * multiplier, op.right_shift));
        store_plane(machine.memory, target, Precision::I8, n, c, op.result.h, op.result.w, values);
      });
}

}  // namespace quern::bm1684
