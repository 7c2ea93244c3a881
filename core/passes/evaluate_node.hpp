// Evaluation of nodes whose inputs are all constant, within limits that a hostile model cannot exceed.
#pragma once

#include <optional>
#include <vector>

#include <quern/ops/operator.hpp>

namespace quern::passes {

// The outputs of `node`, or nothing where an input is not constant (null, although the node names it), where
// the operator is random, has subgraphs or no kernel, or where the result or the work would be too large.
// `inferred` is what shape inference found out about the outputs.
std::optional<std::vector<Tensor>> evaluate_node(const Node& node, const std::vector<const Tensor*>& inputs,
                                                 const std::vector<ops::InferContext::Output>& inferred);

}  // namespace quern::passes
