#include "data/for_each_batch.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace quern::data {

namespace {

class Workers {
 public:
  Workers(const Source& source, const std::function<BatchWork()>& make_worker)
      : source_(source), make_worker_(make_worker) {}

  void run(size_t jobs, const std::string& what, const Progress& progress) {
    running_ = jobs;
    std::vector<std::jthread> threads;
    try {
      for (size_t i = 0; i < jobs; ++i) threads.emplace_back([this] { work(); });
      watch(what, progress);
    } catch (...) {
      stop();
      throw;
    }
    threads.clear();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  // Reports progress until no worker runs any more.
  void watch(const std::string& what, const Progress& progress) {
    const size_t samples = source_.sample_count();
    std::unique_lock lock(mutex_);
    while (true) {
      const size_t done = samples_done_;
      const bool last = running_ == 0;
      if (progress) {
        lock.unlock();
        progress(double(done) / double(samples),
                 what + ": " + std::to_string(done) + " of " + std::to_string(samples));
        lock.lock();
      }
      if (last) return;
      changed_.wait(lock, [&] { return samples_done_ != done || running_ == 0; });
    }
  }

  void work() noexcept {
    size_t batch = 0;
    try {
      const BatchWork process = make_worker_();
      while (claim(batch)) {
        const Batch loaded = source_.load(batch);
        process(loaded);
        const std::lock_guard lock(mutex_);
        samples_done_ += loaded.count;
        changed_.notify_one();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_ || batch < error_batch_) {
        error_ = std::current_exception();
        error_batch_ = batch;
      }
      stopped_ = true;
    }
    const std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_one();
  }

  bool claim(size_t& batch) {
    const std::lock_guard lock(mutex_);
    if (stopped_ || next_ == source_.batch_count()) return false;
    batch = next_++;
    return true;
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }

  const Source& source_;
  const std::function<BatchWork()>& make_worker_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  size_t next_ = 0;
  size_t samples_done_ = 0;
  size_t running_ = 0;
  bool stopped_ = false;
  std::exception_ptr error_;
  size_t error_batch_ = 0;
};

}  // namespace

void for_each_batch(const Source& source, int jobs, const std::string& what, const Progress& progress,
                    const std::function<BatchWork()>& make_worker) {
  const size_t threads =
      std::clamp<size_t>(jobs > 0 ? size_t(jobs) : 1, 1, std::max<size_t>(source.batch_count(), 1));
  Workers(source, make_worker).run(threads, what, progress);
}

}  // namespace quern::data
