// A tensor that only moves elements of another, as a view of that one's memory.
#pragma once

#include <optional>
#include <string>

#include "passes/editor.hpp"

namespace quern::passes {

// Element (i0, i1, ...) of the view is element offset + sum i_k * strides[k] of the dense tensor `base`.
struct StridedView {
  std::string base;
  Shape shape, strides;
  int64_t offset = 0;
  int64_t moves = 0;  // nodes between base and view
};

// `tensor` as a view of the furthest tensor from which only Reshape, Transpose, Slice and Gather of evenly
// spaced indices, with static shapes, lead to it.
StridedView view_of(const Editor& edit, const std::string& tensor);

}  // namespace quern::passes
