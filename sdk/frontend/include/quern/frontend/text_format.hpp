// The protobuf text format (.prototxt, .pbtxt), read without a schema.
#pragma once

#include <string>
#include <string_view>

#include <quern/frontend/field_tree.hpp>

namespace quern::frontend {

// Reads `text`: fields "name: value" and "name { ... }" (the colon before a message is optional, < > stands
// for { }), lists "name: [a, b]", values separated by nothing, "," or ";", comments from # to the end of the
// line, names of extensions in brackets; strings in either quotes with C escapes, neighbours joined; decimal,
// hexadecimal and octal integers, floats with or without f behind. A byte order mark and any line ends are
// fine. Which fields exist is for the caller to know. Throws InputError whose place is
// "<where>:<line>:<column>".
FieldTree parse_text_format(std::string_view text, const std::string& where);

}  // namespace quern::frontend
