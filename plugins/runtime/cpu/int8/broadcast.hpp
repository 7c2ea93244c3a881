// Loops over elementwise operators with ONNX broadcasting.
#pragma once

#include <vector>

#include <quern/graph/shape.hpp>

namespace quern::cpu::int8 {

// The output's dimensions, with those merged that every input walks the same way; at least one. Strides in
// elements: 0 where an input is broadcast. In the innermost dimension they are 0 or 1.
struct BroadcastLoops {
  Shape out_dims;
  Shape loops;
  std::vector<Shape> strides;  // [input][loop]

  // Throws InputError where the inputs cannot be broadcast together.
  explicit BroadcastLoops(const std::vector<Shape>& inputs);

  [[nodiscard]] int64_t inner() const { return loops.back(); }
  // How often the innermost loop runs.
  [[nodiscard]] int64_t outer() const;
  // Where `input` starts in run `index` of the innermost loop.
  [[nodiscard]] int64_t offset(size_t input, int64_t index) const;
  // Whether some input stays at one element in the innermost loop.
  [[nodiscard]] bool repeats_elements() const;
};

}  // namespace quern::cpu::int8
