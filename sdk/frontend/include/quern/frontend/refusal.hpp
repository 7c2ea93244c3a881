// Operators that a frontend knows and cannot translate, with what the user hears.
#pragma once

#include <string>
#include <string_view>

#include <quern/error.hpp>

namespace quern::frontend {

struct Refusal {
  std::string_view reason, hint;

  [[nodiscard]] UnsupportedError error() const {
    return UnsupportedError(std::string(reason), "", std::string(hint));
  }
};

}  // namespace quern::frontend
