// "Did you mean …?"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quern {

// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other, case ignored.
size_t edit_distance(std::string_view a, std::string_view b);

// The candidate that `word` was most likely meant to be; "" where none is close.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// "; did you mean "x"?", or where nothing is close "; known are a, b, c" (at most twelve of them).
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace quern
