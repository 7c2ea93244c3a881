#include "parallel.hpp"

#include <algorithm>

// The entry points that compilers call for OpenMP directives. Calling them directly puts our loops on the
// thread pool that oneDNN uses, whichever compiler builds this file and whether or not OpenMP is switched on
// in it.
extern "C" {
void GOMP_parallel(void (*function)(void*), void* data, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_max_threads(void);
int omp_in_parallel(void);
void omp_set_num_threads(int threads);
}

namespace quern::cpu {
namespace {

struct Loop {
  detail::RangeFunction function;
  void* body;
  int64_t count;
  int64_t grain;

  // The range of one member of the team: whole grains, evenly dealt.
  void run(int64_t member, int64_t members) const {
    const int64_t grains = (count + grain - 1) / grain;
    const int64_t begin = grains * member / members * grain;
    const int64_t end = std::min(count, grains * (member + 1) / members * grain);
    if (begin < end) function(body, begin, end);
  }
};

}  // namespace

ThreadScope::ThreadScope(int threads) : previous_(omp_get_max_threads()) {
  omp_set_num_threads(std::max(1, threads));
}

ThreadScope::~ThreadScope() { omp_set_num_threads(previous_); }

int thread_count() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

void detail::parallel_for(int64_t count, int64_t grain, RangeFunction function, void* body) {
  if (count <= 0) return;
  grain = std::max<int64_t>(1, grain);
  const int64_t grains = (count + grain - 1) / grain;
  const int64_t threads = grains == 1 ? 1 : std::min<int64_t>(thread_count(), grains);
  if (threads <= 1) {
    function(body, 0, count);
    return;
  }
  Loop loop{function, body, count, grain};
  GOMP_parallel(
      [](void* data) { static_cast<Loop*>(data)->run(omp_get_thread_num(), omp_get_num_threads()); }, &loop,
      unsigned(threads), 0);
}

}  // namespace quern::cpu
