#include "elements.hpp"

#include <cstring>
#include <type_traits>

namespace quern::bm1684 {
namespace {

// Calls f(stride) with the strides that are common as constants, so that the compiler can use vectors.
template <size_t Bytes, class F>
void with_stride(int64_t stride, F&& f) {
  if (stride == int64_t(Bytes)) return f(std::integral_constant<int64_t, int64_t(Bytes)>());
  if (stride == 4)
    return f(std::integral_constant<int64_t, 4>());  // one batch of four or two that share words
  f(stride);
}

template <class Element>
void load_as(const uint8_t* from, int64_t stride, int64_t count, int32_t* to) {
  with_stride<sizeof(Element)>(stride, [&](auto step) {
    for (int64_t i = 0; i < count; ++i) {
      Element value;
      std::memcpy(&value, from + i * step, sizeof value);
      to[i] = int32_t(value);
    }
  });
}

template <class Element>
void store_as(const int32_t* from, int64_t count, uint8_t* to, int64_t stride) {
  with_stride<sizeof(Element)>(stride, [&](auto step) {
    for (int64_t i = 0; i < count; ++i) {
      const auto value = Element(from[i]);
      std::memcpy(to + i * step, &value, sizeof value);
    }
  });
}

// Calls f(row pointer, stride in bytes, count, position in the dense array) for every stretch of a plane with
// one stride.
template <class F>
void for_each_row(Memory& memory, const ElementMap& map, int n, int c, int h, int w, F&& f) {
  uint8_t* first = element(memory, map, n, c, 0, 0);
  if (map.h == map.w * w || h == 1) return f(first, map.w * map.unit, int64_t(h) * w, int64_t(0));
  for (int y = 0; y < h; ++y) f(first + y * map.h * map.unit, map.w * map.unit, int64_t(w), int64_t(y) * w);
}

}  // namespace

void load(const uint8_t* from, int64_t stride, int64_t count, Precision precision, bool is_signed,
          int32_t* to) {
  switch (bytes_of(precision)) {
    case 1:
      return is_signed ? load_as<int8_t>(from, stride, count, to) : load_as<uint8_t>(from, stride, count, to);
    case 2:
      return is_signed ? load_as<int16_t>(from, stride, count, to)
                       : load_as<uint16_t>(from, stride, count, to);
    default:
      return load_as<int32_t>(from, stride, count, to);
  }
}

void store(const int32_t* from, int64_t count, Precision precision, uint8_t* to, int64_t stride) {
  switch (bytes_of(precision)) {
    case 1:
      return store_as<uint8_t>(from, count, to, stride);
    case 2:
      return store_as<uint16_t>(from, count, to, stride);
    default:
      return store_as<int32_t>(from, count, to, stride);
  }
}

void load_floats(const uint8_t* from, int64_t stride, int64_t count, float* to) {
  if (stride == 4) {
    std::memcpy(to, from, size_t(count) * 4);
    return;
  }
  for (int64_t i = 0; i < count; ++i) std::memcpy(&to[i], from + i * stride, 4);
}

void store_floats(const float* from, int64_t count, uint8_t* to, int64_t stride) {
  if (stride == 4) {
    std::memcpy(to, from, size_t(count) * 4);
    return;
  }
  for (int64_t i = 0; i < count; ++i) std::memcpy(to + i * stride, &from[i], 4);
}

void load_plane(Memory& memory, const ElementMap& map, Precision precision, bool is_signed, int n, int c,
                int h, int w, int32_t* to) {
  for_each_row(memory, map, n, c, h, w, [&](const uint8_t* row, int64_t stride, int64_t count, int64_t at) {
    load(row, stride, count, precision, is_signed, to + at);
  });
}

void load_plane(Memory& memory, const ElementMap& map, int n, int c, int h, int w, float* to) {
  for_each_row(memory, map, n, c, h, w, [&](const uint8_t* row, int64_t stride, int64_t count, int64_t at) {
    load_floats(row, stride, count, to + at);
  });
}

void store_plane(Memory& memory, const ElementMap& map, Precision precision, int n, int c, int h, int w,
                 const int32_t* from) {
  for_each_row(memory, map, n, c, h, w, [&](uint8_t* row, int64_t stride, int64_t count, int64_t at) {
    store(from + at, count, precision, row, stride);
  });
}

void store_plane(Memory& memory, const ElementMap& map, int n, int c, int h, int w, const float* from) {
  for_each_row(memory, map, n, c, h, w, [&](uint8_t* row, int64_t stride, int64_t count, int64_t at) {
    store_floats(from + at, count, row, stride);
  });
}

}  // namespace quern::bm1684
