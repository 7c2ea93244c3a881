// The Paddle frontend: programs of fluid 1.x and Paddle 2.x to ONNX.
//   reader/   files to a program and its parameters: recognising them, combined and one file per variable
//   model/    the program as the file describes it
//   graph/    steps over the whole program: inputs and outputs, control flow, single assignment, hints
//   ops/      one small translator per operator or family
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/request.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::paddle;

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  return frontend::sniff(quern::frontend::paths_of(files, file_count));
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    frontend::ConvertOptions options;
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs = quern::frontend::outputs_of(*request);
    quern::write_converted(
        sink, frontend::convert_files(quern::frontend::files_of(*request), options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] { quern::write_lines(sink, frontend::supported_operators()); });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "paddle", QUERN_VERSION,
             "Paddle models: fluid 1.x and Paddle 2.x programs with their parameters", nullptr, 0, kFunctions)
