// How many outputs nodes have, and what they are called inside of functions.
#pragma once

#include "model/graph.hpp"

namespace quern::frontend::tensorflow {

// The number of outputs that carry data of interest (the reserve spaces of training are left out).
size_t output_count(const Node& node);

// The number of the output that the body of a function calls "NODE:name:k": outputs before `name`, plus k.
// Operators that are not listed have one named output, which may be a list.
size_t output_number(const std::string& op, const std::string& name, size_t k);

}  // namespace quern::frontend::tensorflow
