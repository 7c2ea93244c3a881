// Cuts the innermost loop of elementwise operators into pieces that a thread works on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "../parallel.hpp"
#include "aligned_bytes.hpp"
#include "broadcast.hpp"

namespace quern::cpu::int8 {

// Elements that are worth a thread of their own.
inline constexpr int64_t kThreadGrain = 16384;
// Longest piece where an input repeats one element and is spelled out on the stack.
inline constexpr int64_t kRepeatedPiece = 256;

// Calls body(outer, begin, end) for the elements [begin, end) of run `outer` of the innermost loop.
template <class Body>
void for_each_piece(const BroadcastLoops& loops, const Body& body) {
  const int64_t length = loops.repeats_elements() ? kRepeatedPiece : kThreadGrain;
  const int64_t pieces = divide_up(loops.inner(), length);
  const int64_t grain =
      std::max<int64_t>(1, kThreadGrain / std::max<int64_t>(1, std::min(length, loops.inner())));
  parallel_for(loops.outer() * pieces, grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t first = i % pieces * length;
      body(i / pieces, first, std::min(first + length, loops.inner()));
    }
  });
}

// The elements [begin, end) of run `outer` of one input; repeated elements are spelled out in `repeated`
// (kRepeatedPiece bytes).
inline const uint8_t* piece_of(const BroadcastLoops& loops, size_t input, const void* data, int64_t outer,
                               int64_t begin, int64_t end, uint8_t* repeated) {
  const uint8_t* const run = static_cast<const uint8_t*>(data) + loops.offset(input, outer);
  if (loops.strides[input].back() != 0) return run + begin;
  std::memset(repeated, *run, size_t(end - begin));
  return repeated;
}

}  // namespace quern::cpu::int8
