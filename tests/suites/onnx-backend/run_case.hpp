// Executes one case with the real plugins.
#pragma once

#include "plugins/registry.hpp"

#include "test_case.hpp"

#include <string>

namespace quern::suite {

// Converts, canonicalises and runs the case; "" where all outputs match, else the reason.
std::string run_case(const TestCase& test, plugins::Registry& registry);

}  // namespace quern::suite
