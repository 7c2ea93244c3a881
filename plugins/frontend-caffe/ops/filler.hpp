// Initial weights that are the same every time.
#pragma once

#include <quern/frontend/field_tree.hpp>
#include <quern/graph/tensor.hpp>

namespace quern::frontend::caffe {

// Whether a FillerParameter says what weights are that no file has: "bilinear", the kernels of upsampling
// deconvolutions, which are rarely trained; and "constant" where the network has other weights
// (`is_trained`), as networks are not meant to run on initial weights.
bool can_fill(const FieldTree& filler, bool is_trained);

// Those weights. Throws InputError where a bilinear kernel is not square.
Tensor fill(const FieldTree& filler, const Shape& shape);

}  // namespace quern::frontend::caffe
