// Programs: __model__, *.pdmodel.
#pragma once

#include <string>

#include "model/program.hpp"

namespace quern::frontend::paddle {

// Whether the bytes are a ProgramDesc, looking at the outer structure only.
bool is_program(const Blob& bytes);

// Throws InputError, naming `where`, where the bytes are damaged or no program.
Program read_program(const Blob& bytes, const std::string& where);

}  // namespace quern::frontend::paddle
