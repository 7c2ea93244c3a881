// What a symbol says about the shapes of its inputs, which is little: users bind them.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "graph/tensors.hpp"

namespace quern::frontend::mxnet {

// The shape in a variable's attribute "__shape__"; sizes that it leaves open (0 or below) are unknown.
// Nothing where there is none.
std::optional<Shape> stated_shape(const Attributes& attributes);

// Rank and channels of an input that goes, at most through element-wise layers, into a convolution of known
// weights: what error messages show, and what bindings are checked against. Nothing where it does not.
std::optional<Shape> guessed_shape(const std::string& input, const Symbol& symbol, const NamedLayers& layers,
                                   std::span<const size_t> order, const Parameters& parameters);

}  // namespace quern::frontend::mxnet
