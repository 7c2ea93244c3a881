// Executes one case with the real plugins.
#pragma once

#include <string>

#include "plugins/registry.hpp"
#include "test_case.hpp"

namespace quern::suite {

// Converts, canonicalises and runs the case; "" where all outputs match, else the reason.
std::string run_case(const TestCase& test, plugins::Registry& registry);

}  // namespace quern::suite
