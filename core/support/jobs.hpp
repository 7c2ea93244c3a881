// How many threads to use where the user does not say.
#pragma once

#include <algorithm>
#include <thread>

namespace quern {

// The processors this process may run on, at least 1.
inline unsigned default_jobs() { return std::max(1u, std::thread::hardware_concurrency()); }

// `requested`, or default_jobs() where it is 0.
inline unsigned jobs_or_default(int requested) {
  return requested > 0 ? unsigned(requested) : default_jobs();
}

}  // namespace quern
