// runtime-bm1684: executes .bmodel programs instruction by instruction.
#include <quern/plugin.hpp>

#include "runtime.hpp"

QUERN_PLUGIN(runtime, QUERN_KIND_RUNTIME, "bm1684", QUERN_VERSION,
             "Executes BM1684 programs on a simulator of the chip", quern::bm1684::kOptions,
             std::size(quern::bm1684::kOptions), quern::bm1684::kRuntime)
