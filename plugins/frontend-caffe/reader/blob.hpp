// Weights: BlobProto in its binary and its text form.
#pragma once

#include <quern/frontend/field_tree.hpp>
#include <quern/graph/tensor.hpp>
#include <quern/onnx/wire.hpp>

namespace quern::frontend::caffe {

// Reads a BlobProto that lies inside of `file`: shape or the four sizes of old files; float, double or raw
// data (half, float, double), packed or not. The result is float32; it stays in the mapping where one aligned
// run of floats makes it up. A blob without data has type Undefined. Throws InputError where shape and data
// differ.
Tensor read_blob(protozero::data_view bytes, const Blob& file);

// The same from the fields of a text file.
Tensor read_blob(const FieldTree& fields);

}  // namespace quern::frontend::caffe
