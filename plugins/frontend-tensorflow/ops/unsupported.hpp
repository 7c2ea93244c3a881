// Operators that cannot be translated, with what to do instead.
#pragma once

#include <string>
#include <string_view>

namespace quern::frontend::tensorflow {

struct Refusal {
  std::string_view reason, hint;
};

// Null where nothing better is known than that the operator is not supported.
const Refusal* refusal_of(std::string_view op);

}  // namespace quern::frontend::tensorflow
