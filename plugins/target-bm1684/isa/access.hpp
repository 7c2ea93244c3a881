// Which bytes a command reads and writes.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "layout.hpp"

namespace quern::bm1684 {

// A 4-dimensional set of elements, in local memory (by an ElementMap) or in the system's memories (by byte
// strides).
struct Access {
  bool write = false;
  bool local = true;
  Dims dims{};
  int first_channel = 0;                  // local: the set starts with this channel of the map
  ElementMap map{};                       // local
  uint64_t address = 0;                   // system
  std::array<int64_t, 4> byte_strides{};  // system: n, c, h, w
  int element = 4;                        // system: bytes per element

  // Calls f(address, bytes) for every contiguous run; neighbouring elements are joined. Addresses of local
  // bytes include kLocalBase and are those of `lane`'s 512 KiB even where the offset leaves them.
  template <class F>
  void for_each_run(F&& f) const;
};

using Accesses = std::vector<Access>;

inline Access read_local(const ElementMap& map, const Dims& dims, int first_channel = 0) {
  Access a;
  a.dims = dims;
  a.map = map;
  a.first_channel = first_channel;
  return a;
}
inline Access write_local(const ElementMap& map, const Dims& dims) {
  Access a = read_local(map, dims);
  a.write = true;
  return a;
}
// `bytes` contiguous bytes of system memory.
inline Access read_system(uint64_t address, int bytes) {
  Access a;
  a.local = false;
  a.address = address;
  a.element = bytes;
  return a;
}

namespace detail {
// Runs of an h x w plane whose elements take `bytes` each.
template <class F>
void plane_runs(int64_t start, int h, int w, int64_t h_stride, int64_t w_stride, int64_t bytes, F&& f) {
  const bool row = w_stride == bytes || w == 1;
  if (row && (h_stride == w * bytes || h == 1)) return f(start, h * w * bytes);
  for (int y = 0; y < h; ++y) {
    if (row) {
      f(start + y * h_stride, w * bytes);
    } else {
      for (int x = 0; x < w; ++x) f(start + y * h_stride + x * w_stride, bytes);
    }
  }
}
}  // namespace detail

template <class F>
void Access::for_each_run(F&& f) const {
  const auto emit = [&](int64_t start, int64_t bytes) { f(uint64_t(start), uint64_t(bytes)); };
  if (!local) {
    for (int n = 0; n < dims.n; ++n)
      for (int c = 0; c < dims.c; ++c)
        detail::plane_runs(int64_t(address) + n * byte_strides[0] + c * byte_strides[1], dims.h, dims.w,
                           byte_strides[2], byte_strides[3], element, emit);
    return;
  }
  for (int n = 0; n < dims.n; n += map.batches) {
    const int together = map.repeats_batch ? 1 : std::min(map.batches, dims.n - n);
    for (int c = 0; c < dims.c; ++c) {
      const int64_t channel = first_channel + c;
      const int64_t start =
          int64_t(kLocalBase) + int64_t(map.lane(channel)) * kLaneBytes + map.offset(n, channel, 0, 0);
      detail::plane_runs(start, dims.h, dims.w, map.h * map.unit, map.w * map.unit,
                         int64_t(together) * map.element, emit);
    }
  }
}

}  // namespace quern::bm1684
