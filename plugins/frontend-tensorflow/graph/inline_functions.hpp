// Putting the bodies of functions where they are called.
#pragma once

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Placeholders of the signature get the names that it gives them, where these are free.
void name_inputs_by_signature(SourceGraph& graph);

// Replaces calls (PartitionedCall, StatefulPartitionedCall, operators that are functions of the library) by
// the bodies, and If by both of its branches between Switch and Merge nodes. Nodes keep their names from the
// body; where a name is taken, the caller's name goes before it. Names of tensors that calls returned go to
// graph.renamed. Throws InputError where a function is missing, calls itself, or bodies grow out of bounds.
void inline_functions(SourceGraph& graph);

// The tensor that `name` is now.
std::string current_name(const SourceGraph& graph, const std::string& name);

}  // namespace quern::frontend::tensorflow
