// runtime-sophon: executes .bmodel programs on a BM1684, through the vendor's runtime library.
#include <quern/plugin.hpp>

#include "runtime.hpp"

QUERN_PLUGIN(runtime, QUERN_KIND_RUNTIME, "sophon", QUERN_VERSION,
             "Executes BM1684 programs on the device through libbmrt", quern::sophon::kOptions,
             std::size(quern::sophon::kOptions), quern::sophon::kRuntime)
