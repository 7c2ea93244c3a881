// Initial weights that are the same every time.
#pragma once

#include <optional>

#include <quern/frontend/field_tree.hpp>
#include <quern/graph/tensor.hpp>

namespace quern::frontend::caffe {

// What a FillerParameter says about weights that no file has. "bilinear" gives the kernels of upsampling
// deconvolutions, which are rarely trained; "constant" counts only where `is_trained`, as networks are not
// meant to run on initial weights. Nothing for other fillers. Throws InputError where a bilinear kernel is
// not square.
std::optional<Tensor> fill(const FieldTree& filler, const Shape& shape, bool is_trained);

}  // namespace quern::frontend::caffe
