// The options of this plugin.
#pragma once

#include <quern/options.hpp>

namespace quern::bm1684 {

inline constexpr quern_option kOptions[] = {
    int_option("opt", "1", "0", "2",
               "How hard to search for groups of layers that stay in local memory: 0 none, 1 short groups, 2 long ones"),
    string_option("batch", "",
                  "Batch sizes to compile for, separated by commas, each a stage of the program; empty: the network's own"),
};

}  // namespace quern::bm1684
