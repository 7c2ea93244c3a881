// What a constant condition or trip count says about If and Loop: for passes that remove control flow.
#pragma once

#include <optional>

#include <quern/graph/graph.hpp>

namespace quern::ops {

// The branch that an If node takes. Throws InputError where the condition is no boolean scalar or the branch
// is missing.
const Graph& taken_branch(const Node& node, const Tensor& condition);

// How often a Loop runs its body, where that does not depend on the data: the trip count is known (null: no
// limit), and the body hands its condition on unchanged or makes it a constant. `condition` is the initial
// one; null counts as true. Nothing where it depends on the data.
std::optional<int64_t> constant_trip_count(const Node& node, const Tensor* trip_count,
                                           const Tensor* condition);

}  // namespace quern::ops
