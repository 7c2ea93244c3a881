// Where nodes come from: the metadata "quern.source" (layers of the source model) and "quern.folded" (tensors
// of the source model that a merged node swallowed). Both are lists separated by ';'.
#pragma once

#include <string>
#include <vector>

#include <quern/graph/node.hpp>

namespace quern::passes {

inline constexpr const char* kSource = "quern.source";
inline constexpr const char* kFolded = "quern.folded";

// Adds the sources and swallowed tensors of `other` to those of `node`.
void join_sources(Node& node, const Node& other);
// Notes tensors that no longer exist because of `node`.
void note_folded(Node& node, const std::vector<std::string>& tensors);
// Gives `node` the history of the nodes it was merged from, in their order; the tensors of these nodes that
// `node` does not make count as swallowed.
void take_provenance(Node& node, const std::vector<Node>& merged);

}  // namespace quern::passes
