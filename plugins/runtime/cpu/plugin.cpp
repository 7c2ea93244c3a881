// runtime-cpu: executes canonical graphs, float and integer, on the processor.
#include <quern/plugin.hpp>

#include "runtime.hpp"

QUERN_PLUGIN(runtime, QUERN_KIND_RUNTIME, "cpu", QUERN_VERSION,
             "Executes float and integer graphs on the CPU", quern::cpu::kOptions,
             std::size(quern::cpu::kOptions), quern::cpu::kRuntime)
