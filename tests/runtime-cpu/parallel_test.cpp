#include "parallel.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace quern::cpu {
namespace {

TEST(ParallelFor, CoversEveryIndexOnce) {
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadScope scope(threads);
    for (const int64_t count : {0, 1, 2, 7, 100, 1001}) {
      for (const int64_t grain : {1, 3, 64, 5000}) {
        std::vector<std::atomic<int>> hits(static_cast<size_t>(count));
        parallel_for(count, grain, [&](int64_t begin, int64_t end) {
          EXPECT_EQ(begin % grain, 0);
          EXPECT_LT(begin, end);
          for (int64_t i = begin; i < end; ++i) ++hits[size_t(i)];
        });
        for (const auto& hit : hits) EXPECT_EQ(hit, 1);
      }
    }
  }
}

TEST(ParallelFor, UsesTheThreadsItMay) {
  const ThreadScope scope(3);
  std::mutex mutex;
  std::set<std::thread::id> seen;
  parallel_for(3, 1, [&](int64_t, int64_t) {
    const std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(seen.size(), 3u);
}

TEST(ParallelFor, InsideOfAnotherStaysOnItsThread) {
  const ThreadScope scope(4);
  std::atomic<int> total = 0;
  parallel_for(4, 1, [&](int64_t, int64_t) {
    const auto self = std::this_thread::get_id();
    parallel_for(10, 1, [&](int64_t begin, int64_t end) {
      EXPECT_EQ(std::this_thread::get_id(), self);
      total += int(end - begin);
    });
  });
  EXPECT_EQ(total, 40);
}

TEST(ThreadScope, IsOfOneThreadAndEnds) {
  const int before = thread_count();
  {
    const ThreadScope scope(before + 5);
    EXPECT_EQ(thread_count(), before + 5);
    std::thread([&] { EXPECT_NE(thread_count(), before + 5); }).join();
  }
  EXPECT_EQ(thread_count(), before);
}

}  // namespace
}  // namespace quern::cpu
