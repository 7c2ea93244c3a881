// Bringing several inputs to one scale, for operators that only move or compare values.
#pragma once

#include <string>
#include <vector>

#include "lowering/lowering.hpp"

namespace quern::bm1684 {

// Emits quern.QRescale for every input whose quantisation is not `target`; returns the inputs' names in the
// integer graph, or nothing (and emits nothing) where a factor does not fit.
std::optional<std::vector<std::string>> rescale_inputs(Lowering& l, const Node& node,
                                                       const Quantisation& target);

}  // namespace quern::bm1684
