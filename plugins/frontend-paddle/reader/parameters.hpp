// The values of a program's parameters.
#pragma once

#include "model/program.hpp"
#include "reader/files.hpp"

namespace quern::frontend::paddle {

// Reads them from one file, where they stand one behind the other in the order of their names, or from one
// file each; of these only those that an operator reads. Throws InputError where they do not fit the program,
// Error (QUERN_ERROR_IO) where a file cannot be read.
Parameters read_parameters(const Program& program, const ModelFiles& files);

// The same from the bytes of the one file; `where` names it.
Parameters read_combined(const Program& program, const Blob& bytes, const std::string& where);

}  // namespace quern::frontend::paddle
