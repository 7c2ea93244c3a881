// Placeholders that are no inputs of the network but switches of the model: is_training, keep_prob.
#pragma once

#include <unordered_set>

#include <quern/host.hpp>

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// Turns the placeholders that `constants` ("NAME=VALUE,NAME=VALUE") names into constants, and scalar truth
// values that are neither named there nor in `bound` into false, with a note. Throws Error where a name is no
// placeholder or a value does not fit.
void fix_inputs(SourceGraph& graph, const std::string& constants,
                const std::unordered_set<std::string>& bound, const Host& host);

}  // namespace quern::frontend::tensorflow
