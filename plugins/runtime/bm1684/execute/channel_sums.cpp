#include "channel_sums.hpp"

#include <string>
#include <type_traits>

#include <quern/error.hpp>

#include "elements.hpp"
#include "window_plane.hpp"

namespace quern::bm1684 {
namespace {

template <class T>
void load_input(MachineState& machine, const ElementMap& map, const ChannelSums& s, int n, int c,
                WindowPlane<T>& plane) {
  if constexpr (std::is_same_v<T, float>) {
    load_plane(machine.memory, map, n, c, s.input.h, s.input.w, plane.dense());
  } else {
    load_plane(machine.memory, map, s.x.precision, s.x.is_signed, n, c, s.input.h, s.input.w, plane.dense());
  }
  plane.spread();
}

// sums[x] (+)= values[x * stride] * weight. The first product is assigned: it keeps the sign of a zero.
template <class T>
void accumulate(T* sums, const T* values, int stride, T weight, int count, bool first) {
  if (first) {
    for (int x = 0; x < count; ++x) sums[x] = values[x * stride] * weight;
  } else if (stride == 1) {
    for (int x = 0; x < count; ++x) sums[x] += values[x] * weight;
  } else {
    for (int x = 0; x < count; ++x) sums[x] += values[x * stride] * weight;
  }
}

template <class T, class Weight, class Finish>
void run(const ChannelSums& s, MachineState& machine, const Weight& weight, const Finish& finish) {
  require_window(s.window, s.input, s.result);
  const ElementMap map = activation_map(s.x, s.input);
  const int taps = s.window.taps(), rows = s.result.h, columns = s.result.w;
  const bool parallel = s.result.count() * taps >= kWorthThreads;
  machine.workers.each(int64_t(s.result.n) * s.result.c, parallel, [&](int64_t begin, int64_t end) {
    WindowPlane<T> plane(s.window, s.input, s.result, T(0));
    std::vector<T> sums(size_t(rows) * size_t(columns)), odd(static_cast<size_t>(columns));
    for (int64_t i = begin; i < end; ++i) {
      const int n = int(i / s.result.c), c = int(i % s.result.c);
      load_input(machine, map, s, n, c, plane);
      for (int y = 0; y < rows; ++y) {
        T* even = &sums[size_t(y) * size_t(columns)];
        for (int t = 0; t < taps; ++t)
          accumulate(t % 2 ? odd.data() : even, plane.tap(y, t), s.window.stride_x, weight(c, t), columns,
                     t < 2);
        if (taps > 1)
          for (int x = 0; x < columns; ++x) even[x] += odd[size_t(x)];
      }
      finish(n, c, sums.data());
    }
  });
}

}  // namespace

void ChannelSums::floats(MachineState& machine, const std::function<float(int, int)>& weight,
                         const std::function<void(int, int, float*)>& finish) const {
  run<float>(*this, machine, weight, finish);
}

void ChannelSums::integers(MachineState& machine, const std::function<int32_t(int, int)>& weight,
                           const std::function<void(int, int, int32_t*)>& finish) const {
  constexpr int kMostTaps = 32768;  // whose sums of products of bytes fit into 32 bits
  if (window.taps() > kMostTaps)
    throw UnsupportedError("sums over " + std::to_string(window.taps()) +
                           " bytes are larger than the simulator handles");
  run<int32_t>(*this, machine, weight, finish);
}

}  // namespace quern::bm1684
