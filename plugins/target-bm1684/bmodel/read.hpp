// .bmodel files to models. Files are untrusted: nothing is believed before it is checked.
#pragma once

#include <filesystem>
#include <string>

#include "bmodel/model.hpp"

namespace quern::bmodel {

// Maps the file; the model's binaries stay slices of the mapping. Throws Error (QUERN_ERROR_IO) where it
// cannot be read, InputError where it is damaged, UnsupportedError where it is for another chip or in the
// format of before version 2. The coefficients' hash is not checked here: see verify.hpp.
Model read(const std::filesystem::path& path);
// The same for the content of a file; `where` names it in messages.
Model read(const Binary& bytes, const std::string& where);

// Whether these bytes begin as a .bmodel file does.
bool has_magic(const Binary& bytes);

}  // namespace quern::bmodel
