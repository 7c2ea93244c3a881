// A model as a flat list of facts, for comparing models and finding what differs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bmodel/model.hpp"

namespace quern::bmodel {

// Where something stands (net "a", stage 0, input "data", shape) and what it is, as text. Binaries are told
// by their size and SHA-256. The time of compilation and where binaries lie in the file are no facts of a
// program.
using Fact = std::pair<std::string, std::string>;
std::vector<Fact> facts(const Model& model);

// One line for every fact in which the models differ.
std::vector<std::string> differences(const Model& a, const Model& b);

}  // namespace quern::bmodel
