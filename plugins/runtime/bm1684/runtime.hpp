// The C functions and options of this plugin.
#pragma once

#include <quern/options.hpp>
#include <quern/plugin.h>

namespace quern::bm1684 {

inline constexpr quern_option kOptions[] = {
    int_option("threads", "0", "0", "1024", "Threads that one run uses; 0: as many as the host offers"),
    string_option("net", "", "Name of the net to execute, where the program holds several"),
    bool_option("raw", false, "Inputs and outputs as the program stores them: integers without their scale"),
    bool_option("check", false,
                "Look for races, unwritten memory, unused results and results that depend on the order of "
                "the engines"),
    string_option("profile", "", "File for a Chrome trace of the program under the cycle model"),
};

extern const quern_runtime kRuntime;

}  // namespace quern::bm1684
