// Threads that share the work of large commands.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace quern::bm1684 {

class Workers {
 public:
  // `threads` counts the calling thread.
  explicit Workers(int threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Calls body(begin, end) for contiguous ranges that together cover [0, count). With `parallel` false, or
  // one thread, once on this thread. `body` must not throw, and its result must not depend on the ranges.
  void each(int64_t count, bool parallel, const std::function<void(int64_t, int64_t)>& body);

 private:
  void work(int member);
  void run_part(int member) const;

  int threads_;
  std::vector<std::thread> pool_;
  std::mutex mutex_;
  std::condition_variable start_, done_;
  const std::function<void(int64_t, int64_t)>* body_ = nullptr;
  int64_t count_ = 0;
  int pending_ = 0;
  uint64_t round_ = 0;
  bool stop_ = false;
};

}  // namespace quern::bm1684
