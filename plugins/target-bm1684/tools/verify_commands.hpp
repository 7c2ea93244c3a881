// The part of `quern model verify` that looks into the commands.
#pragma once

#include <vector>

#include "bmodel/verify.hpp"

namespace quern::bm1684 {

// What is wrong with the commands of a stage: they cannot be decoded, their ids do not count from 1 on, the
// engines wait for each other for ever, or they read or write device memory that is not the stage's.
std::vector<bmodel::Problem> verify_commands(const bmodel::Net& net, size_t stage);

}  // namespace quern::bm1684
