// Shows how far long work is: a bar with the remaining time on a terminal, a plain line now and then in a
// log.
#pragma once

#include <string>

#include "support/progress.hpp"

namespace quern {

// One bar at a time; it disappears when the object dies.
class ProgressBar {
 public:
  explicit ProgressBar(std::string title);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // May be called from any thread. Throws Cancelled when the user asked to stop.
  void update(double fraction, const std::string& what);
  // update() as a function object; valid while the bar lives.
  Progress callback();
};

// "12 s", "3 min 20 s", "2 h 05 min".
std::string format_duration(double seconds);

}  // namespace quern
