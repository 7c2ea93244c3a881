// 8-bit tensors whose first axis is not the batch.
//
// Four entries of the first axis of an 8-bit tensor share a word (isa.md section 4), so moving that axis
// means taking words apart. Networks that carry something else there, the tokens of an attention for one, get
// a leading axis of size 1 instead: every element then has a word of its own and all moves are views.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::bm1684 {

// Rewrites the nodes around every Transpose, Gather and Reshape that moves the first axis of bytes. Tensors
// with a leading axis are called NAME/lead; where somebody else reads NAME, a Reshape makes it.
Graph with_leading_axes(const Graph& graph);

}  // namespace quern::bm1684
