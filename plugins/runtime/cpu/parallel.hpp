// Loops over the worker threads of the current run.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>

namespace quern::cpu {

// While it lives, oneDNN and parallel_for() called from this thread use `threads` threads (at least 1). Other
// threads of the process are not affected.
class ThreadScope {
 public:
  explicit ThreadScope(int threads);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int previous_;
};

// How many threads parallel_for() may use when called from this thread.
int thread_count();

namespace detail {
// Called once per part with the part's range.
using RangeFunction = void (*)(void* body, int64_t begin, int64_t end);
void parallel_for(int64_t count, int64_t grain, RangeFunction function, void* body);
}  // namespace detail

// Calls body(begin, end) for contiguous ranges that together cover [0, count), each but the last a multiple
// of `grain` long (so that a range is worth a thread, or starts at a block boundary). `body` must not throw,
// and its result must not depend on where the ranges are cut.
template <class Body>
void parallel_for(int64_t count, int64_t grain, Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  detail::parallel_for(
      count, grain, [](void* b, int64_t begin, int64_t end) { (*static_cast<Plain*>(b))(begin, end); },
      const_cast<std::remove_const_t<Plain>*>(std::addressof(body)));
}

}  // namespace quern::cpu
