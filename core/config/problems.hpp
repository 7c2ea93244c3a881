// Everything that is wrong with a configuration, to be told at once.
#pragma once

#include <string>
#include <vector>

#include <quern/plugin.h>

#include "config/value.hpp"

namespace quern::config {

class Problems {
 public:
  // `status` is what the problem would be if it were the only one.
  void add(const Origin& origin, const std::string& message, quern_status status = QUERN_ERROR_ARGUMENT);
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  // Throws Error with all problems in the order of their places, if there are any; with the status that they
  // share, else QUERN_ERROR_ARGUMENT.
  void throw_if_any() const;

 private:
  struct Line {
    Origin origin;
    std::string message;
    quern_status status;
  };
  std::vector<Line> lines_;
};

}  // namespace quern::config
