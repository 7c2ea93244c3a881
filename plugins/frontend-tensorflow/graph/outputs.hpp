// The outputs of the converted model.
#pragma once

#include <string>
#include <vector>

#include "ops/layouts.hpp"

namespace quern::frontend::tensorflow {

struct GraphOutput {
  std::string tensor, name;  // in the source graph, and as users know it
};

// Gives every output its name and its order of axes: images (four or five axes) that lie with channels second
// stay so where `nchw`, everything else is in the source's order. Throws InputError where a tensor lies on a
// branch that is never taken.
void write_outputs(Layouts& layouts, const std::vector<GraphOutput>& outputs, bool nchw);

}  // namespace quern::frontend::tensorflow
