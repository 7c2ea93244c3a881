// What flows into a network.
#pragma once

#include <vector>

#include <quern/graph/graph.hpp>

#include "model/net.hpp"

namespace quern::frontend::caffe {

// Takes the inputs out of the network: "input:" with "input_dim:" or "input_shape", Input layers, and data
// layers of training networks (every top an input; the batch is left open, as are sizes that only the data
// know). A DummyData layer with a constant filler stays: it makes a constant. All inputs are float32. Throws
// InputError where sizes and names do not match.
std::vector<ValueInfo> take_inputs(Net& net);

}  // namespace quern::frontend::caffe
