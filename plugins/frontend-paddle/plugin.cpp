// The Paddle frontend: programs of fluid 1.x and Paddle 2.x to ONNX.
//   reader/   files to a program and its parameters: recognising them, combined and one file per variable
//   model/    the program as the file describes it
//   graph/    steps over the whole program: inputs and outputs, control flow, single assignment, hints
//   ops/      one small translator per operator or family
//   convert   the steps in their order
#include <quern/artefact.hpp>
#include <quern/frontend/bind_inputs.hpp>
#include <quern/plugin.hpp>

#include "convert.hpp"
#include "reader/sniff.hpp"

namespace {

namespace frontend = quern::frontend::paddle;

std::vector<std::filesystem::path> paths_of(const char* const* files, uint32_t count) {
  return {files, files + count};
}

int32_t sniff(const quern_host*, const char* const* files, uint32_t file_count) {
  return frontend::sniff(paths_of(files, file_count));
}

quern_status convert(const quern_host* host, const quern_convert_request* request, const quern_sink* sink) {
  return quern::guarded(host, [&] {
    if (request->file_count == 0) throw quern::Error(QUERN_ERROR_ARGUMENT, "no model file was given");
    frontend::ConvertOptions options;
    options.inputs = quern::frontend::bindings_of(*request);
    options.outputs.assign(request->outputs, request->outputs + request->output_count);
    quern::write_converted(sink, frontend::convert_files(paths_of(request->files, request->file_count),
                                                         options, quern::Host(host)));
  });
}

quern_status operators(const quern_host* host, const quern_text_sink* sink) {
  return quern::guarded(host, [&] {
    for (const std::string& name : frontend::supported_operators()) sink->add(sink->context, name.c_str());
  });
}

const quern_frontend kFunctions = {sizeof(quern_frontend), sniff, convert, operators};

}  // namespace

QUERN_PLUGIN(frontend, QUERN_KIND_FRONTEND, "paddle", QUERN_VERSION,
             "Paddle models: fluid 1.x and Paddle 2.x programs with their parameters", nullptr, 0, kFunctions)
