// Serialised tensors, as parameters are stored.
#pragma once

#include <string>

#include <quern/frontend/byte_reader.hpp>

namespace quern::frontend::paddle {

// Reads one tensor where `reader` stands:
//   uint32 version (0); uint64 number of levels of detail, each: uint64 size in bytes and that many bytes;
//   uint32 version of the tensor (0); int32 size of the TensorDesc message; the message; the elements.
// Elements stay in the mapping where they are aligned. `what` names the variable. Throws InputError.
Tensor read_lod_tensor(ByteReader& reader, const std::string& what, const std::string& where);

// Whether the bytes begin like a serialised tensor.
bool begins_like_lod_tensor(const Blob& bytes);

}  // namespace quern::frontend::paddle
