// Writes a whole file, or none.
#pragma once

#include <string>

namespace quern::bm1684 {

// Through a temporary file beside it. Throws Error (QUERN_ERROR_IO).
void write_file(const std::string& path, const std::string& content);

}  // namespace quern::bm1684
