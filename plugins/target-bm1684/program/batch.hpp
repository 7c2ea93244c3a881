// The same network for another number of images at once.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::bm1684 {

// Sets the first axis of every input to `batch` and infers all shapes anew. Throws UnsupportedError naming
// the node whose shape does not follow.
Graph with_batch(const Graph& graph, int64_t batch);

}  // namespace quern::bm1684
