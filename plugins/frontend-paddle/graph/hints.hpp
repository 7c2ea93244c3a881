// Calibration hints of a model that was trained with fake quantisation.
#pragma once

#include <quern/graph/graph.hpp>

namespace quern::frontend::paddle {

// Hints say "signed" until here, as Paddle's ranges are symmetric. A tensor that its operator never makes
// negative gets the whole range for its positive half: "<threshold> 0".
void finish_hints(Model& model);

}  // namespace quern::frontend::paddle
