// Operators that are known and cannot be translated, with the reason that the user hears.
#pragma once

#include <quern/frontend/refusal.hpp>

namespace quern::frontend::tensorflow {

// Null for operators that are not refused.
const Refusal* refusal_of(std::string_view type);

}  // namespace quern::frontend::tensorflow
