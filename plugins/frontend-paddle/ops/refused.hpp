// Operators that are known and cannot be translated, with the reason that the user hears.
#pragma once

#include <string>
#include <string_view>

namespace quern::frontend::paddle {

struct Refusal {
  std::string_view reason, hint;
};

// Null for operators that are not refused.
const Refusal* refusal_of(std::string_view type);

}  // namespace quern::frontend::paddle
