// How long work reports its progress inside the host.
#pragma once

#include <functional>
#include <string>

namespace quern {

// fraction in [0, 1] of the work done and what is being done; throws Cancelled when the user asked to stop.
using Progress = std::function<void(double fraction, const std::string& what)>;

}  // namespace quern
