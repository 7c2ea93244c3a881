// NAME-0000.params: a list of named NDArrays.
#pragma once

#include <string>

#include <quern/graph/tensor.hpp>

#include "model/symbol.hpp"

namespace quern::frontend::mxnet {

inline constexpr uint64_t kParamsMagic = 0x112;  // the first 8 bytes of a file

// Reads a whole file. Names lose their prefixes "arg:" and "aux:". Throws InputError, naming `where` and the
// array, where the file is damaged.
Parameters read_params(const Blob& file, const std::string& where);

}  // namespace quern::frontend::mxnet
