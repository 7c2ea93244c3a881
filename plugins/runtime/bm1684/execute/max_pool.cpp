#include <limits>

#include <quern/error.hpp>

#include "elements.hpp"
#include "execute.hpp"
#include "window_plane.hpp"

namespace quern::bm1684 {
namespace {

// Padding is smaller than everything, so it takes no part.
template <class T>
void run(const MaxPool& op, MachineState& machine, T padding) {
  const ElementMap from = activation_map(op.x, op.input), to = activation_map(op.y, op.result);
  const int taps = op.window.taps(), rows = op.result.h, columns = op.result.w, stride = op.window.stride_x;
  const bool parallel = op.result.count() * taps >= kWorthThreads;
  machine.workers.each(int64_t(op.result.n) * op.result.c, parallel, [&](int64_t begin, int64_t end) {
    WindowPlane<T> plane(op.window, op.input, op.result, padding);
    std::vector<T> largest(size_t(rows) * size_t(columns));
    for (int64_t i = begin; i < end; ++i) {
      const int n = int(i / op.result.c), c = int(i % op.result.c);
      if constexpr (std::is_same_v<T, float>) {
        load_plane(machine.memory, from, n, c, op.input.h, op.input.w, plane.dense());
      } else {
        load_plane(machine.memory, from, op.x.precision, op.x.is_signed, n, c, op.input.h, op.input.w,
                   plane.dense());
      }
      plane.spread();
      for (int y = 0; y < rows; ++y) {
        T* row = &largest[size_t(y) * size_t(columns)];
        std::fill_n(row, columns, padding);
        for (int t = 0; t < taps; ++t) {
          const T* values = plane.tap(y, t);
          for (int x = 0; x < columns; ++x)
            row[x] = values[x * stride] > row[x] ? values[x * stride] : row[x];
        }
      }
      if constexpr (std::is_same_v<T, float>) {
        store_plane(machine.memory, to, n, c, rows, columns, largest.data());
      } else {
        store_plane(machine.memory, to, op.y.precision, n, c, rows, columns, largest.data());
      }
    }
  });
}

}  // namespace

void execute(const MaxPool& op, MachineState& machine) {
  require_window(op.window, op.input, op.result);
  if (is_float(op.x.precision)) {
    run<float>(op, machine, -std::numeric_limits<float>::infinity());
  } else if (op.x.precision == Precision::I8) {
    run<int32_t>(op, machine, std::numeric_limits<int32_t>::min());
  } else {
    throw UnsupportedError(std::string("a maximum of ") + name_of(op.x.precision) + " is not documented");
  }
}

}  // namespace quern::bm1684
