// One NDArray in a .params file.
#pragma once

#include <string>

#include <quern/frontend/byte_reader.hpp>

namespace quern::frontend::mxnet {

// Reads an array of any version of the format: the first without a magic number (before 0.8), V1 (64-bit
// sizes), V2 (storage types), V3 (shapes as NumPy has them). Dense values stay in the file's mapping where
// they are float32 or integers and aligned; row_sparse and csr arrays become dense. An array without a value
// ("none") comes back undefined. `what` names it in messages. Throws InputError.
Tensor read_ndarray(ByteReader& file, const std::string& what);

}  // namespace quern::frontend::mxnet
