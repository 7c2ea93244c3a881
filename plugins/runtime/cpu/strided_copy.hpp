// Moves a box of elements from one strided place to another: the one kernel behind transposition, slicing,
// concatenation, padding, splitting and changes of layout.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <quern/graph/shape.hpp>

namespace quern::cpu {

class StridedCopy {
 public:
  StridedCopy() = default;
  // `shape` is the box; strides are in elements, one per axis; source strides may be 0 (repeat) or negative
  // (reverse). Elements have 1, 2, 4, 8 or 16 bytes. The pointers given to run() are those of the box's first
  // element.
  StridedCopy(const Shape& shape, const Shape& source_strides, const Shape& target_strides,
              size_t element_size);

  void run(const std::byte* source, std::byte* target) const;

 private:
  struct Axis {
    int64_t size, source, target;  // strides in elements
  };
  template <class T>
  void run_as(const std::byte* source, std::byte* target) const;

  std::vector<Axis> outer_;  // slowest first
  Axis column_{1, 0, 0};     // a second inner axis, along which the source is contiguous where row_ is not
  Axis row_{1, 1, 1};        // the innermost axis of the target
  int64_t outer_count_ = 1;
  size_t element_size_ = 1;
};

}  // namespace quern::cpu
