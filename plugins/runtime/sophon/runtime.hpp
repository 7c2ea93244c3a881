// The C functions and options of this plugin.
#pragma once

#include <quern/options.hpp>
#include <quern/plugin.h>

namespace quern::sophon {

inline constexpr quern_option kOptions[] = {
    string_option("library", "libbmrt.so",
                  "The vendor's runtime library: a path, or a name that the system's loader finds"),
    int_option("device", "0", "0", "255", "Number of the device"),
    // As runtime-bm1684 has them, the simulator.
    string_option("net", "", "Name of the net to execute, where the program holds several"),
    bool_option("raw", false, "Inputs and outputs as the program stores them: integers without their scale"),
};

extern const quern_runtime kRuntime;

}  // namespace quern::sophon
