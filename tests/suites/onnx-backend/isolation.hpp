// Runs a function in a child process, so that a crash is a result and not the end.
#pragma once

#include <functional>
#include <string>

namespace quern::suite {

struct Isolated {
  bool crashed = false;  // or ran out of time
  std::string text;      // what the function returned, or how the child ended
};

Isolated run_isolated(const std::function<std::string()>& body, unsigned seconds);

}  // namespace quern::suite
