// The stage `compile`: canonical float graph and thresholds in, integer graph and report out.
#pragma once

#include <quern/host.hpp>
#include <quern/plugin.h>

namespace quern::bm1684 {

// Writes int8.onnx (unless request.quantise is 0) and compile.json. Throws Error.
void compile(const Host& host, const quern_compile_request& request, const quern_sink* sink);

}  // namespace quern::bm1684
