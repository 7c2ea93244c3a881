// Checks a value against the schema.
#pragma once

#include <span>

#include "config/problems.hpp"
#include "config/schema.hpp"
#include "config/value.hpp"

namespace quern::config {

// Adds a problem for each unknown or missing key, wrong type, and value out of range, at any depth.
void check_section(const Value& value, std::span<const Field> fields, Problems& problems);

// Whether a SectionOrNamed value is a mapping from names to sections.
bool is_named(const Value& value);

}  // namespace quern::config
