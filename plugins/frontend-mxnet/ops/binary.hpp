// Functions of two tensors, shared by the operators that take two tensors and those that take a number.
#pragma once

#include <string>

#include "ops/context.hpp"

namespace quern::frontend::mxnet {

enum class Binary {
  Add,
  Sub,
  Mul,
  Div,
  Mod,
  Pow,
  Max,
  Min,
  Hypot,
  Equal,
  NotEqual,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  And,
  Or,
  Xor
};

// Makes the layer's first output. Comparisons and logic give 0 and 1 in the element type of `a`.
void make_binary(Context& layer, Binary function, const std::string& a, const std::string& b);

}  // namespace quern::frontend::mxnet
