// The graph as far as the order of its nodes is concerned.
#pragma once

#include <unordered_set>
#include <vector>

#include <quern/frontend/layers.hpp>

#include "graph/atrous.hpp"
#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

bool is_placeholder(const Node& node);

// One entry per node, in the same order. Tensors in `given` are made by nobody. Nodes without inputs on a
// branch of a Switch depend on it; the convolutions of `atrous` wait for what stands behind them to be known.
std::vector<LayerPorts> ports_of(const SourceGraph& graph, const std::unordered_set<std::string>& given,
                                 const std::map<std::string, AtrousConvolution>& atrous);

// The tensors that nobody reads, in the order of the file. What serves checks and training (assertions,
// summaries, savers) does not count. Expects a graph whose functions are not inlined: what their bodies do
// not need is of no interest.
std::vector<std::string> unread_tensors(const SourceGraph& graph);

// Those of `tensors`, under their current names, that depend on a tensor of `given`.
std::vector<std::string> fed_tensors(const SourceGraph& graph, const std::vector<std::string>& tensors,
                                     const std::unordered_set<std::string>& given);

}  // namespace quern::frontend::tensorflow
