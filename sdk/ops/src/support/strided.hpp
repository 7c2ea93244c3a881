// Copies between differently strided views, for operators that move elements without looking at them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include <quern/graph/tensor.hpp>

namespace quern::ops {

// An element of N bytes whose meaning does not matter.
template <size_t N>
struct Bytes {
  std::byte value[N];
};

// Calls f.template operator()<E>() with a type E that can carry elements of `type`: Bytes<N> or std::string.
template <class F>
void with_carrier(DataType type, F&& f) {
  if (type == DataType::String) return f.template operator()<std::string>();
  switch (size_of(type)) {
    case 1:
      return f.template operator()<Bytes<1>>();
    case 2:
      return f.template operator()<Bytes<2>>();
    case 4:
      return f.template operator()<Bytes<4>>();
    case 8:
      return f.template operator()<Bytes<8>>();
    case 16:
      return f.template operator()<Bytes<16>>();
    default:
      throw UnsupportedError(std::string("element type ") + name_of(type) + " is not supported here");
  }
}

// The elements of a tensor as carriers E (see with_carrier).
template <class E>
const E* elements(const Tensor& tensor) {
  if constexpr (std::is_same_v<E, std::string>)
    return tensor.strings.data();
  else
    return reinterpret_cast<const E*>(tensor.blob.data());
}
template <class E>
E* mutable_elements(Tensor& tensor) {
  if constexpr (std::is_same_v<E, std::string>)
    return tensor.strings.data();
  else
    return reinterpret_cast<E*>(const_cast<std::byte*>(tensor.blob.data()));
}

// Copies all elements to a tensor of equal type and count.
inline void copy_elements(const Tensor& from, Tensor& to) {
  with_carrier(to.type,
               [&]<class E>() { std::copy_n(elements<E>(from), to.count(), mutable_elements<E>(to)); });
}

// Fills a tensor with copies of the first element of another one of the same type.
inline void fill_elements(Tensor& to, const Tensor& value) {
  with_carrier(to.type,
               [&]<class E>() { std::fill_n(mutable_elements<E>(to), to.count(), *elements<E>(value)); });
}

// A nested loop over positions; for each level how far both sides advance, in elements (may be 0 or
// negative).
struct StridedLoop {
  struct Level {
    int64_t size = 1;
    int64_t to = 0;
    int64_t from = 0;
  };
  std::vector<Level> levels;  // outermost first

  StridedLoop(const Shape& size, const Shape& to, const Shape& from) {
    for (size_t i = 0; i < size.size(); ++i)
      if (size[i] != 1) levels.push_back({size[i], to[i], from[i]});
    merge();
  }

  // Calls row(to_offset, from_offset) for each position of all levels but the `inner` innermost ones.
  template <class Row>
  void for_each_row(size_t inner, Row&& row) const {
    for (const Level& level : levels)
      if (level.size == 0) return;
    const size_t outer = levels.size() - std::min(inner, levels.size());
    Shape index(outer, 0);
    int64_t to = 0, from = 0;
    for (;;) {
      row(to, from);
      size_t k = outer;
      for (; k > 0; --k) {
        const Level& level = levels[k - 1];
        to += level.to;
        from += level.from;
        if (++index[k - 1] < level.size) break;
        to -= level.to * level.size;
        from -= level.from * level.size;
        index[k - 1] = 0;
      }
      if (k == 0) return;
    }
  }

 private:
  // Joins levels that both sides walk as one.
  void merge() {
    std::vector<Level> merged;
    for (const Level& level : levels) {
      if (!merged.empty()) {
        Level& outer = merged.back();
        if (outer.size != 0 && level.size != 0 && outer.to == level.to * level.size &&
            outer.from == level.from * level.size) {
          outer = {outer.size * level.size, level.to, level.from};
          continue;
        }
      }
      merged.push_back(level);
    }
    levels = std::move(merged);
  }
};

namespace detail {

template <class E>
void copy_row(E* to, const E* from, const StridedLoop::Level& level) {
  if (level.to == 1 && level.from == 1) {
    std::copy_n(from, level.size, to);
  } else if (level.to == 1 && level.from == 0) {
    std::fill_n(to, level.size, *from);
  } else {
    for (int64_t i = 0; i < level.size; ++i) to[i * level.to] = from[i * level.from];
  }
}

// The two innermost levels in square tiles, so that neither side strides through memory for long.
template <class E>
void copy_tiled(E* to, const E* from, const StridedLoop::Level& outer, const StridedLoop::Level& inner) {
  constexpr int64_t tile = 16;
  for (int64_t i0 = 0; i0 < outer.size; i0 += tile)
    for (int64_t j0 = 0; j0 < inner.size; j0 += tile) {
      const int64_t i1 = std::min(i0 + tile, outer.size), j1 = std::min(j0 + tile, inner.size);
      for (int64_t i = i0; i < i1; ++i)
        for (int64_t j = j0; j < j1; ++j)
          to[i * outer.to + j * inner.to] = from[i * outer.from + j * inner.from];
    }
}

}  // namespace detail

// to[Σ index·to_strides] = from[Σ index·from_strides] for every index below `size`.
template <class E>
void copy_strided(E* to, const E* from, const Shape& size, const Shape& to_strides,
                  const Shape& from_strides) {
  const StridedLoop loop(size, to_strides, from_strides);
  const size_t n = loop.levels.size();
  if (n == 0) {
    *to = *from;
  } else if (n >= 2 && loop.levels[n - 1].to == 1 && loop.levels[n - 2].from == 1) {
    loop.for_each_row(2, [&](int64_t t, int64_t f) {
      detail::copy_tiled(to + t, from + f, loop.levels[n - 2], loop.levels[n - 1]);
    });
  } else {
    loop.for_each_row(1,
                      [&](int64_t t, int64_t f) { detail::copy_row(to + t, from + f, loop.levels[n - 1]); });
  }
}

// Fills a whole, dense output from a strided view of `from` that starts at element `offset`.
inline void gather_strided(Tensor& to, const Tensor& from, int64_t offset, const Shape& from_strides) {
  if (to.count() == 0) return;
  with_carrier(to.type, [&]<class E>() {
    copy_strided(mutable_elements<E>(to), elements<E>(from) + offset, to.dims, strides_of(to.dims),
                 from_strides);
  });
}

}  // namespace quern::ops
