// GraphDef: the nodes and the function library of one graph.
#pragma once

#include <string>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Reads a serialised GraphDef. Values of constants stay in `bytes`. Throws InputError, with `where` as the
// place, where it is damaged.
SourceGraph read_graph_def(const Blob& bytes, const std::string& where);

}  // namespace quern::frontend::tensorflow
