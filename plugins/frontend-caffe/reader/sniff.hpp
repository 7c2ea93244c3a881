// Recognising Caffe files.
#pragma once

#include <filesystem>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::caffe {

// Whether a file is text: its first bytes have no control characters but blanks and ends of lines.
bool looks_like_text(const Blob& bytes);

// HDF5, in which Caffe can store weights too.
bool is_hdf5(const Blob& bytes);

// How sure it is, 0 to 100, that `file` belongs to a Caffe network. Text: words at the outermost level such
// as "layer {"; binary: the framing of the outermost message and how its first layer begins. Weights are not
// read.
int sniff(const std::filesystem::path& file);

}  // namespace quern::frontend::caffe
