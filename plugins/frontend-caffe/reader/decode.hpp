// Binary messages to field trees, by their schema.
#pragma once

#include <quern/onnx/wire.hpp>

#include "model/net.hpp"
#include "model/schema.hpp"

namespace quern::frontend::caffe {

// What decoding one layer fills in besides its fields.
struct DecodeTarget {
  const Blob* file;  // keeps the weights alive
  std::vector<Tensor>* blobs;
  UnknownFields* unknown;
  std::string where;          // for messages
  bool weights_only = false;  // fields that matter only for the network's structure are skipped
  size_t* room;               // how many values may still be read besides weights: bounds the memory
};

// More than any network has.
inline constexpr size_t kMostValues = size_t(1) << 20;

// Reads a message. A field that the schema does not have, or that has another wire type than it says, belongs
// to a fork: it is noted as unknown and skipped. Throws InputError and protozero::exception where the bytes
// are damaged.
FieldTree decode(protozero::data_view bytes, const MessageSpec& spec, const DecodeTarget& target);

}  // namespace quern::frontend::caffe
