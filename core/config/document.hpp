// Strict reading of YAML: one document, unique keys, no anchors, bounded nesting, UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "config/problems.hpp"
#include "config/value.hpp"

namespace quern::config {

inline constexpr size_t kLargestFile = 1 << 20;  // bytes
inline constexpr int kDeepestNesting = 16;

// Parses `text`; `name` is what messages call the file. Repeated keys go to `problems` and the first one
// counts. Throws Error (QUERN_ERROR_ARGUMENT) where the text is not YAML or breaks a rule above.
Value parse_document(const std::string& text, const std::string& name, Problems& problems);

// As above for the value of a --set; its origin is "--set KEY".
Value parse_setting(const std::string& text, const std::string& key);

// The byte offset of the first byte that is not UTF-8 (overlong forms, surrogates, zero bytes included), or
// npos.
size_t find_invalid_utf8(std::string_view text);

}  // namespace quern::config
