// Elementwise commands: stretches of their operands, shared among the threads by lane.
#pragma once

#include <algorithm>
#include <initializer_list>

#include "../machine_state.hpp"
#include "isa/layout.hpp"

namespace quern::bm1684 {

// Calls body(n, c, h, count) for stretches of `count` elements that begin at (n, c, h, 0): rows, or whole
// planes where the rows of all `maps` follow each other. Channels of one lane stay on one thread and in
// order, so that commands whose operands overlap within a lane have one result. Not `parallel`: everything on
// one thread.
template <class Body>
void for_each_stretch(MachineState& machine, const Dims& dims, std::initializer_list<const ElementMap*> maps,
                      bool parallel, const Body& body) {
  const bool planes =
      std::all_of(maps.begin(), maps.end(), [&](const ElementMap* m) { return m->h == m->w * dims.w; });
  const int rows = planes ? 1 : dims.h;
  const int64_t count = planes ? int64_t(dims.h) * dims.w : dims.w;
  machine.workers.each(std::min(dims.c, kLanes), parallel && dims.count() >= kWorthThreads,
                       [&](int64_t begin, int64_t end) {
                         for (int64_t first = begin; first < end; ++first)
                           for (int n = 0; n < dims.n; ++n)
                             for (int c = int(first); c < dims.c; c += kLanes)
                               for (int h = 0; h < rows; ++h) body(n, c, h, count);
                       });
}

}  // namespace quern::bm1684
