// Moves rows of elements between local memory and plain arrays.
#pragma once

#include <cstdint>

#include "../memory.hpp"
#include "isa/layout.hpp"

namespace quern::bm1684 {

// `count` elements `stride` bytes apart, widened to 32 bits (fp32 and i32: the word itself).
void load(const uint8_t* from, int64_t stride, int64_t count, Precision precision, bool is_signed,
          int32_t* to);
// The low bits of each value.
void store(const int32_t* from, int64_t count, Precision precision, uint8_t* to, int64_t stride);

void load_floats(const uint8_t* from, int64_t stride, int64_t count, float* to);
void store_floats(const float* from, int64_t count, uint8_t* to, int64_t stride);

// The byte of an element.
inline uint8_t* element(Memory& memory, const ElementMap& map, int n, int c, int h, int w) {
  return memory.lane(map.lane(c)) + map.offset(n, c, h, w);
}

// One (h, w) plane of a tensor to and from a dense array [h][w].
void load_plane(Memory& memory, const ElementMap& map, Precision precision, bool is_signed, int n, int c,
                int h, int w, int32_t* to);
void load_plane(Memory& memory, const ElementMap& map, int n, int c, int h, int w, float* to);
void store_plane(Memory& memory, const ElementMap& map, Precision precision, int n, int c, int h, int w,
                 const int32_t* from);
void store_plane(Memory& memory, const ElementMap& map, int n, int c, int h, int w, const float* from);

}  // namespace quern::bm1684
