// The variables of a symbol: which are inputs of the network, and which have a value in the parameter file.
#pragma once

#include <span>
#include <vector>

#include <quern/frontend/bind_inputs.hpp>

#include "graph/tensors.hpp"

namespace quern::frontend::mxnet {

// Makes the variables that the layers `order` read initializers or inputs of `graph`. Inputs get the shape
// that the symbol states or that can be guessed; `bindings` says which inputs the user knows. Throws
// InputError that lists all where weights have no value.
void add_variables(Graph& graph, const Symbol& symbol, const NamedLayers& layers,
                   std::span<const size_t> order, Parameters parameters,
                   const std::vector<Binding>& bindings);

// The bindings without those of variables that the network does not read (labels, inputs that were cut
// away).
std::vector<Binding> needed_bindings(const Graph& graph, const NamedLayers& layers,
                                     const std::vector<Binding>& bindings);

}  // namespace quern::frontend::mxnet
