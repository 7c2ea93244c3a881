// The .npz format of NumPy: a zip archive with one .npy file per array.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "plugins/session.hpp"

namespace quern::data {

// Reads every array; entries may be stored or deflated. Archives that unpack to far more than they hold are
// refused before anything is allocated. `where` names the file in errors. Throws InputError.
NamedTensors decode_npz(std::span<const std::byte> bytes, const std::string& where);

// The bytes of an archive with the arrays in byte order of their names, stored and without timestamps: equal
// tensors give equal bytes. The keys of the map are the names.
std::string encode_npz(const NamedTensors& arrays);

// decode_npz() of a whole file.
NamedTensors read_npz(const std::string& path);

}  // namespace quern::data
