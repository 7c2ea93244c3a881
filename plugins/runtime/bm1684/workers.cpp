#include "workers.hpp"

#include <algorithm>

namespace quern::bm1684 {

Workers::Workers(int threads) : threads_(std::max(1, threads)) {
  for (int member = 1; member < threads_; ++member) pool_.emplace_back([this, member] { work(member); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  start_.notify_all();
  for (std::thread& thread : pool_) thread.join();
}

void Workers::run_part(int member) const {
  const int64_t begin = count_ * member / threads_, end = count_ * (member + 1) / threads_;
  if (begin < end) (*body_)(begin, end);
}

void Workers::work(int member) {
  uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  for (;;) {
    start_.wait(lock, [&] { return stop_ || round_ != seen; });
    if (stop_) return;
    seen = round_;
    lock.unlock();
    run_part(member);
    lock.lock();
    if (--pending_ == 0) done_.notify_one();
  }
}

void Workers::each(int64_t count, bool parallel, const std::function<void(int64_t, int64_t)>& body) {
  if (count <= 0) return;
  if (!parallel || threads_ == 1 || count == 1) return body(0, count);
  {
    const std::lock_guard lock(mutex_);
    body_ = &body;
    count_ = count;
    pending_ = threads_ - 1;
    ++round_;
  }
  start_.notify_all();
  run_part(0);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return pending_ == 0; });
}

}  // namespace quern::bm1684
