// Lets a test stop a run at a known point: when QUERN_FAKE_PAUSE names `point`, the file
// QUERN_FAKE_PAUSE_FILE is made and the plugin waits to be killed or cancelled.
#pragma once

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include <quern/host.hpp>

namespace quern::fake {

inline void pause_at(const char* point, const Host& host) {
  const char* wanted = std::getenv("QUERN_FAKE_PAUSE");
  if (!wanted || std::strcmp(wanted, point) != 0) return;
  std::ofstream(std::getenv("QUERN_FAKE_PAUSE_FILE")) << point;
  for (int i = 0; i < 600; ++i) {
    host.progress(0.5, "waiting");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace quern::fake
