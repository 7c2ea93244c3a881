// Freezing: variables become constants with their values from the checkpoint.
#pragma once

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Turns VarHandleOp, Variable and VariableV2 nodes that the checkpoint has a value for into Const nodes, and
// ReadVariableOp into Identity. Keys are found, in this order, by the graph's own restoring nodes
// (AssignVariableOp or Assign of an output of RestoreV2), by the full names in the checkpoint's object graph,
// and by the name of the variable itself. Expects an inlined graph.
void freeze_variables(SourceGraph& graph);

}  // namespace quern::frontend::tensorflow
