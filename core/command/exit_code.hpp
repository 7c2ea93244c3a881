// The exit codes of `quern`; docs/exit-codes.md documents them.
#pragma once

#include <quern/plugin.h>

namespace quern::command {

inline constexpr int kSuccess = 0;
inline constexpr int kDifferent = 1;  // `quern model diff` found differences, as diff and cmp say it

constexpr int exit_code(quern_status status) {
  switch (status) {
    case QUERN_OK:
      return kSuccess;
    case QUERN_ERROR_ARGUMENT:
      return 2;
    case QUERN_ERROR_INPUT:
      return 3;
    case QUERN_ERROR_UNSUPPORTED:
      return 4;
    case QUERN_ERROR_IO:
      return 5;
    case QUERN_ERROR_CANCELLED:
      return 6;
    case QUERN_ERROR_MEMORY:
      return 7;
    default:
      return 1;
  }
}

}  // namespace quern::command
