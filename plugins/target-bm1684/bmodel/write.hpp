// Models to .bmodel files. The same model is the same bytes; identical binaries are stored once.
#pragma once

#include <functional>
#include <string>

#include <quern/plugin.h>

#include "bmodel/model.hpp"

namespace quern::bmodel {

// Receives the file piece by piece.
using Output = std::function<void(const void* data, size_t size)>;

// Throws Error (QUERN_ERROR_UNSUPPORTED) where the binaries exceed the 4 GiB of the format, InputError where
// the number of commands and their bytes differ. What `output` throws passes through.
void write(const Model& model, const Output& output);
// Writes the file called `name` of an artefact.
void write(const Model& model, const quern_sink* sink, const std::string& name);

}  // namespace quern::bmodel
