// The lists of operators that plugins state.
#pragma once

#include <string>
#include <vector>

#include <quern/plugin.h>

namespace quern::plugins {

struct Library;

// Sorted, without repetitions. `operators` is the function of a frontend, target or runtime.
std::vector<std::string> list_operators(const Library& library,
                                        quern_status (*operators)(const quern_host*, const quern_text_sink*));

}  // namespace quern::plugins
