// target-bm1684: programs for the BM1684.
//   compile    lowering/   float graph and thresholds to the exact integer graph
//              translate/   a graph to layers, views and copies of the chip
//              tiling/      layers to groups that stay in local memory
//              allocation/  places in time, in local memory and in device memory
//              emission/    instructions, synchronised, as a .bmodel file
//   operators  lowering/operators.cpp
//   tool       tools/       work on finished programs
#include <quern/plugin.hpp>

#include "compile.hpp"
#include "lowering/operators.hpp"
#include "options.hpp"
#include "tools/tools.hpp"

namespace {

quern_status compile(const quern_host* host, const quern_compile_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] { quern::bm1684::compile(quern::Host(host), *request, sink); });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] {
    for (const std::string& name : quern::bm1684::lowered_operators()) sink->add(sink->context, name.c_str());
  });
}

int32_t sniff(const quern_host*, const char* file) { return quern::bm1684::sniff(file); }

quern_status tool(const quern_host* host, const quern_tool_request* request, const quern_sink* sink,
                  const quern_text_sink* text) {
  return quern::guarded(host, [&] { quern::bm1684::run_tool(host, *request, sink, text); });
}

const quern_target functions = {sizeof(quern_target), compile, operators, sniff, tool};

}  // namespace

QUERN_PLUGIN(target, QUERN_KIND_TARGET, "bm1684", QUERN_VERSION, "INT8 and float programs for the BM1684",
             quern::bm1684::kOptions, std::size(quern::bm1684::kOptions), functions)
