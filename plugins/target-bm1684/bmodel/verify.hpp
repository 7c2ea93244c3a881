// What the reader does not insist on, because a program can be looked at without it, but a runtime relies on.
#pragma once

#include <string>
#include <vector>

#include "bmodel/model.hpp"

namespace quern::bmodel {

struct Problem {
  std::string place;  // net, stage and part
  std::string message;
};

// Everything that is wrong with hashes, addresses, sizes, ids and names; empty where nothing is. The
// commands themselves are not looked at.
std::vector<Problem> verify(const Model& model);

// How messages call a stage: net "name", stage 0.
std::string place_of(const Net& net, size_t stage);

}  // namespace quern::bmodel
