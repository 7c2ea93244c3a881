// The committed list of cases that do not pass, with reasons. It may only shrink.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace quern::test {

// Lines "case: reason"; '#' begins a comment. Throws Error for a line without a reason.
std::map<std::string, std::string> read_known_failures(const std::filesystem::path& file);

}  // namespace quern::test
