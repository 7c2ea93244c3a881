// The tensors that carry a network's results.
#pragma once

#include <set>
#include <string>

#include <quern/graph/graph.hpp>
#include <quern/quant/sharing.hpp>

namespace quern::calibration {

// Entries (see quern::quant::Sharing) from which a graph output is reached through nothing but data
// movement, pooling and functions that keep the order of values (Softmax, Sigmoid, …). Their largest values
// are what the reader of the output looks for, so no method may clip them.
std::set<std::string> result_tensors(const Graph& graph, const quant::Sharing& sharing);

}  // namespace quern::calibration
