// Text to values, strictly and independent of the locale: the whole text must be the value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quern {

// "true" or "false".
std::optional<bool> parse_bool(std::string_view text);
// Decimal. Leading zeros are refused: "010" is 8 to some readers and 10 to others.
std::optional<int64_t> parse_int(std::string_view text);
// Decimal or scientific, finite.
std::optional<double> parse_number(std::string_view text);
// "1x3x224x224": positive dimensions separated by 'x'.
std::optional<std::vector<int64_t>> parse_shape(std::string_view text);
// The parts between separators; empty parts are kept, empty text has no part.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace quern
