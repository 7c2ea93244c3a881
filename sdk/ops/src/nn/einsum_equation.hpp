// The equation of Einsum, applied to shapes.
#pragma once

#include <string>
#include <vector>

#include "nn/checks.hpp"

namespace quern::ops::nn {

// An equation whose ellipses are spelled out. Labels are numbers into `sizes`: the output's labels come
// first, in the order of its axes, then those that are summed over.
struct Einsum {
  std::vector<std::vector<size_t>> operands;  // the label of each axis of each operand
  std::vector<int64_t> sizes;
  size_t output_rank = 0;

  [[nodiscard]] Shape output() const { return {sizes.begin(), sizes.begin() + int64_t(output_rank)}; }
};

// Throws InputError where the equation is malformed or contradicts the shapes.
Einsum resolve_einsum(const std::string& equation, const std::vector<Shape>& shapes);

}  // namespace quern::ops::nn
