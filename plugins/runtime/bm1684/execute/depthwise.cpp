#include <cstring>

#include <quern/error.hpp>

#include "channel_sums.hpp"
#include "elements.hpp"
#include "execute.hpp"
#include "rounding.hpp"

namespace quern::bm1684 {

void execute(const Depthwise& op, MachineState& machine) {
  Memory& memory = machine.memory;
  const ChannelSums sums{op.input, op.result, op.window, op.x};
  const int64_t plane = int64_t(op.result.h) * op.result.w;
  const ElementMap weights = per_channel_map(op.weights, op.result.c, op.window.taps());
  const ElementMap biases = op.bias ? per_channel_map(*op.bias, op.result.c, 1) : ElementMap{};

  if (is_float(op.x.precision)) {
    const ElementMap target = activation_map(op.y, op.result);
    const auto read = [&](const ElementMap& map, int c, int i) {
      float value;
      std::memcpy(&value, element(memory, map, 0, c, 0, i), 4);
      return value;
    };
    sums.floats(
        machine, [&](int c, int tap) { return read(weights, c, tap); },
        [&](int n, int c, float* values) {
          if (op.bias)
            for (int64_t i = 0; i < plane; ++i) values[i] += read(biases, c, 0);
          store_plane(memory, target, n, c, op.result.h, op.result.w, values);
        });
    return;
  }
  if (op.x.precision != Precision::I8)
    throw UnsupportedError(std::string("a depthwise convolution of ") + name_of(op.x.precision) +
                           " is not documented");
  const bool wide = op.y.precision == Precision::I16;
  const ElementMap target = wide ? wide_result_map(op.y, op.result) : activation_map(op.y, op.result);
  const ValueRange range = result_range(op.y.precision, op.result_is_signed());
  const auto read = [&](const ElementMap& map, const Operand& type, int c, int i) {
    int32_t value = 0;
    load(element(memory, map, 0, c, 0, i), 0, 1, type.precision, type.is_signed, &value);
    return value;
  };
  sums.integers(
      machine, [&](int c, int tap) { return read(weights, op.weights, c, tap); },
      [&](int n, int c, int32_t* values) {
        const int64_t bias = op.bias ? read(biases, *op.bias, c, 0) : 0;
        for (int64_t i = 0; i < plane; ++i)
          values[i] = range.clamp(round_shift(values[i] + bias, op.right_shift));
        store_plane(memory, target, op.y.precision, n, c, op.result.h, op.result.w, values);
      });
}

}  // namespace quern::bm1684
