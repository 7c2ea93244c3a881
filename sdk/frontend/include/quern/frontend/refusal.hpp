// Operators that a frontend knows and cannot translate, with what the user hears.
#pragma once

#include <map>
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

// By operator.
using Refusals = std::map<std::string_view, Refusal>;

// Null for operators that are not refused.
inline const Refusal* find_refusal(const Refusals& refusals, std::string_view type) {
  const auto it = refusals.find(type);
  return it == refusals.end() ? nullptr : &it->second;
}

}  // namespace quern::frontend
