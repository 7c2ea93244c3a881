// Recognising Paddle models by their content.
#pragma once

#include <filesystem>
#include <vector>

namespace quern::frontend::paddle {

// 100: a program is among the files or in the folder; 90: one that is recognised but not read (PIR);
// 20: parameters without a program, so that the user hears what is missing; 0: something else.
int sniff(const std::vector<std::filesystem::path>& files);

}  // namespace quern::frontend::paddle
