// The C functions and options of this plugin.
#pragma once

#include <quern/options.hpp>
#include <quern/plugin.h>

namespace quern::cpu {

inline constexpr quern_option kOptions[] = {
    int_option("threads", "0", "0", "1024", "Threads that one run uses; 0: as many as the host offers"),
};

extern const quern_runtime kRuntime;

}  // namespace quern::cpu
