// From lines of serialised code to the Python that they were made from.
#pragma once

#include <string>

#include "model/ast.hpp"

namespace quern::frontend::pytorch {

// "net.py:12: if x.sum() > 0:" for a line of a file of the archive, counted from 1; "" where the archive does
// not tell, or what it tells is damaged: this only makes messages better.
std::string original_line(const Program& program, const std::string& file, size_t line);

}  // namespace quern::frontend::pytorch
